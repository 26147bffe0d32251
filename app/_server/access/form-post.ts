import { headers } from 'next/headers';
import { type FormFields, fieldsOf } from '#domain/form-fields.ts';

/** The typed fields of a form by name, without files and without what React adds; nothing for anything else than a form. */
export function typedFields(data: unknown): FormFields {
  if (!(data instanceof FormData)) return new Map();
  return fieldsOf([...data].filter(([name]) => !name.startsWith('$ACTION')));
}

/** Whether the page being made answers a form sent without JavaScript: it then shows what was typed, also to someone whose session has ended. */
export async function answersForm(): Promise<boolean> {
  return (await headers()).get('content-type')?.startsWith('multipart/form-data') ?? false;
}
