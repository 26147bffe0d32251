import type { FormAnswer } from './answer.ts';

/** What every field of the form needs: its typed value and its error, by its name. */
export type Fields = {
  text: (name: string) => string;
  ticked: (name: string, value?: string) => boolean;
  error: (name: string) => string | undefined;
  bind: (name: string, label: string) => { name: string; label: string; error?: string; defaultValue: string };
};

/** Reads an answer for the fields that show it. */
export function fieldsOfAnswer({ fields, messages }: Pick<FormAnswer, 'fields' | 'messages'>): Fields {
  const text = (name: string) => fields.get(name)?.[0] ?? '';
  const error = (name: string) => {
    const mine = messages.filter(({ field }) => field === name);
    return mine.length > 0 ? mine.map(({ message, next = '' }) => `${message} ${next}`.trim()).join(' ') : undefined;
  };
  return {
    text,
    error,
    ticked: (name, value) => (value === undefined ? text(name) !== '' : (fields.get(name)?.includes(value) ?? false)),
    bind: (name, label) => {
      const wrong = error(name);
      return { name, label, defaultValue: text(name), ...(wrong !== undefined && { error: wrong }) };
    },
  };
}
