/** A form's fields by name, as typed; several values of one name in their order. */
export type FormFields = ReadonlyMap<string, readonly string[]>;

/** The fields of a FormData or of any pairs; files, which no field of ours is, are left out. */
export function fieldsOf(entries: Iterable<readonly [string, unknown]>): FormFields {
  const fields = new Map<string, string[]>();
  for (const [name, value] of entries) {
    if (typeof value !== 'string') continue;
    const values = fields.get(name);
    if (values) values.push(value);
    else fields.set(name, [value]);
  }
  return fields;
}

/** The first value of a field, trimmed; '' where there is none. */
export function textOf(fields: FormFields, name: string): string {
  return fields.get(name)?.[0]?.trim() ?? '';
}

/** A body as far as its lines name services. */
type Lines = { lines?: readonly { service: string }[] | undefined };

/** The form's field for each member of the body. */
const FIELD_OF: ReadonlyMap<string, string> = new Map([
  ...[
    'environment',
    'purpose',
    'reason',
    'lines',
    'prescaleMinutes',
    'contact',
    'purchaseOrder',
    'authority',
    'watchers',
    'emergency',
  ].map((same) => [same, same] as const),
  ['window', 'start'],
  ['window.start', 'start'],
  ['window.end', 'end'],
  ['window.timeZone', 'timeZone'],
  ['emergency.reason', 'emergencyReason'],
  ['expected', 'peakRps'],
  ['expected.peakRps', 'peakRps'],
  ['expected.ordersPerHour', 'ordersPerHour'],
  ['loadTest', 'tool'],
  ['loadTest.tool', 'tool'],
  ['loadTest.dataSharePercent', 'dataShare'],
  ['loadTest.trafficSharePercent', 'trafficShare'],
  ['loadTest.generators', 'generators'],
  ['consistency', 'note'],
  ['consistency.note', 'note'],
  ['consistency.follow', 'follow'],
]);

/** The name of the form's field for a dotted path of the body: 'wanted.yves.max' for 'lines.0.wanted.max', 'wanted.yves' for what concerns the whole line, '' for what has no field. */
export function fieldOf(path: string, body: Lines): string {
  const [, line, attribute] = /^lines\.(\d+)(?:\.wanted\.(\w+))?/.exec(path) ?? [];
  if (line === undefined) return FIELD_OF.get(path.replace(/\.\d+$/, '')) ?? '';
  const service = body.lines?.[Number(line)]?.service;
  if (service === undefined) return 'lines';
  return attribute === undefined ? `wanted.${service}` : `wanted.${service}.${attribute}`;
}

/** The services of a body's lines by their place, to name them in words. */
export function servicesOf(body: Lines): string[] {
  return (body.lines ?? []).map(({ service }) => service);
}
