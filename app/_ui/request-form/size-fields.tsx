import {
  attributesOf,
  type Capacity,
  type Catalogue,
  classesOf,
  mergeWanted,
  type ServiceSizes,
  type Wanted,
} from '#domain/capacity.ts';
import { type FormFields, textOf } from '#domain/form-fields.ts';
import { Group } from '../form/choice.tsx';
import { HeadroomBar } from '../headroom-bar.tsx';
import { SIZES, SIZES_HINT } from '../words/form.ts';
import { serviceWords } from '../words/sizes.ts';
import type { Fields } from './fields.ts';
import { OFFERED, SizeField } from './size-field.tsx';

type Props = { services: readonly ServiceSizes[]; catalogue: Catalogue; fields: Fields; typed: FormFields };

/** Every service with its headroom and the sizes that may be asked for; an empty field changes nothing. */
export function SizeFields({ services, catalogue, fields, typed }: Props) {
  return (
    <Group legend={SIZES} id="lines" name="lines" hint={SIZES_HINT} error={fields.error('lines')} named>
      {services.map((service) => (
        <ServiceFields key={service.name} service={service} catalogue={catalogue} fields={fields} typed={typed} />
      ))}
    </Group>
  );
}

function ServiceFields({ service, catalogue, fields, typed }: Omit<Props, 'services'> & { service: ServiceSizes }) {
  const { name, shape, baseline, current, ceiling } = service;
  const brought = attributesOf(shape).filter(
    (attribute) => OFFERED[shape].includes(attribute) || fields.text(`wanted.${name}.${attribute}`) !== '',
  );
  const wanted = wantedOf(service, catalogue, typed);
  return (
    <Group
      legend={serviceWords(name)}
      id={`wanted.${name}`}
      name={`wanted.${name}`}
      error={fields.error(`wanted.${name}`)}
    >
      <div className="grows">
        <div>
          <HeadroomBar sizes={{ baseline, current, ceiling, wanted }} catalogue={catalogue} />
        </div>
        {brought.map((attribute) => (
          <SizeField key={attribute} attribute={attribute} service={service} catalogue={catalogue} fields={fields} />
        ))}
      </div>
    </Group>
  );
}

/** The size as typed, merged over the baseline, for the picture; null = nothing that can be drawn. */
function wantedOf(service: ServiceSizes, catalogue: Catalogue, typed: FormFields): Capacity | null {
  const wanted: Wanted = {};
  for (const attribute of attributesOf(service.shape)) {
    const text = textOf(typed, `wanted.${service.name}.${attribute}`);
    if (text === '') continue;
    const isKnown = attribute === 'instance' && classesOf(service.name, catalogue).some(({ name }) => name === text);
    if (isKnown) wanted.instance = text;
    else if (attribute !== 'instance' && /^\d{1,5}$/.test(text)) wanted[attribute] = Number(text);
    else return null;
  }
  return Object.keys(wanted).length > 0 ? mergeWanted(service.baseline, wanted) : null;
}
