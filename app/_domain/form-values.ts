import { type Attribute, attributeOf, type Capacity, type ServiceSizes, type Wanted } from './capacity.ts';
import type { FormFields } from './form-fields.ts';
import { windowToForm } from './form-window.ts';
import type { DraftBody, RequestContent } from './request.ts';

type Fields = [string, string[]][];

/** The fields that show a content in the form, for draft, edit and *Ask again*: the inverse of formToBody. Sizes equal to the baseline stay empty where services are given. */
export function bodyToForm(
  content: DraftBody | RequestContent,
  services: readonly Pick<ServiceSizes, 'name' | 'baseline'>[] = [],
): FormFields {
  const { expected, loadTest, consistency, emergency } = content;
  return new Map([
    ...plain(content),
    ...(content.lines ?? []).flatMap((line) =>
      sizes(line, services.find(({ name }) => name === line.service)?.baseline),
    ),
    ...(content.window ? windowToForm(content.window) : []),
    ...values({ peakRps: expected?.peakRps, ordersPerHour: expected?.ordersPerHour }),
    ...values({
      tool: loadTest?.tool,
      dataShare: loadTest?.dataSharePercent,
      trafficShare: loadTest?.trafficSharePercent,
    }),
    ...values({ generators: loadTest?.generators.join('\n') }),
    ...(consistency ? ([['follow', [...consistency.follow]]] as Fields) : []),
    ...values({ note: consistency?.note, emergency: emergency && 'on', emergencyReason: emergency?.reason }),
  ]);
}

function plain(content: DraftBody | RequestContent): Fields {
  const { environment, purpose, reason, prescaleMinutes, contact, purchaseOrder, authority, watchers } = content;
  return [
    ...values({ environment, purpose, reason, prescaleMinutes, contact, purchaseOrder, authority: authority && 'on' }),
    ...values({ watchers: watchers?.join('\n') }),
  ];
}

function sizes(
  { service, wanted }: { service: string; wanted: Capacity | Wanted },
  baseline: Capacity | undefined,
): Fields {
  return Object.entries(wanted)
    .filter(([attribute, value]) => !baseline || attributeOf(baseline, attribute as Attribute) !== value)
    .flatMap(([attribute, value]) => values({ [`wanted.${service}.${attribute}`]: value }));
}

function values(members: Record<string, string | number | undefined>): Fields {
  return Object.entries(members).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, [String(value)]] as [string, string[]]],
  );
}
