import { type Attribute, attributeOf, type Catalogue, classesOf, type ServiceSizes } from '#domain/capacity.ts';
import { Select, TextField } from '../form/field.tsx';
import { UNCHANGED } from '../words/form.ts';
import { attributeWords } from '../words/sizes.ts';
import type { Fields } from './fields.ts';

/** What the form offers for each shape; other attributes appear when a request brings them along. */
export const OFFERED: Record<ServiceSizes['shape'], readonly Attribute[]> = {
  tasks: ['max'],
  nodes: ['instance', 'count'],
};

type FieldProps = { attribute: Attribute; service: ServiceSizes; catalogue: Catalogue; fields: Fields };

/** One attribute of a service: a number, or a class of the catalogue. */
export function SizeField({ attribute, service, catalogue, fields }: FieldProps) {
  const bound = fields.bind(`wanted.${service.name}.${attribute}`, attributeWords(attribute));
  const now = String(attributeOf(service.current, attribute) ?? '');
  if (attribute !== 'instance')
    return <TextField {...bound} inputMode="numeric" autoComplete="off" placeholder={now} width="short" />;
  return (
    <Select
      {...bound}
      placeholder={UNCHANGED(now)}
      options={classesOf(service.name, catalogue).map(({ name }) => ({ value: name, label: name }))}
    />
  );
}
