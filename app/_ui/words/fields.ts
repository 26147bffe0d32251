import { type Attribute, attributesOf } from '#domain/capacity.ts';
import { attributeWords, serviceWords } from './sizes.ts';

/** What the fields of the request form and the members of the API's bodies are called, by their path in the body. */
export const FIELDS = {
  environment: 'Environment',
  purpose: 'Purpose',
  reason: 'Reason',
  lines: 'Services',
  window: 'Window',
  'window.start': 'Start',
  'window.end': 'End',
  'window.timeZone': 'Time zone',
  prescaleMinutes: 'Pre-scale (minutes)',
  emergency: 'Emergency',
  'emergency.reason': 'Why it cannot wait',
  expected: 'Expected traffic',
  'expected.peakRps': 'Expected peak requests per second',
  'expected.ordersPerHour': 'Orders per hour',
  loadTest: 'Load test',
  'loadTest.tool': 'Load test tool',
  'loadTest.dataSharePercent': 'Data share (%)',
  'loadTest.trafficSharePercent': 'Traffic share (%)',
  'loadTest.generators': 'Load generators',
  consistency: 'Effect on other environments',
  'consistency.follow': 'Environments that follow',
  'consistency.note': 'Effect on other environments',
  contact: 'Contact',
  purchaseOrder: 'Purchase order',
  authority: 'I have authority to order',
  watchers: 'Watchers',
  move: 'Move',
  version: 'Version',
  contentHash: 'Content hash',
  confirmEmergency: 'Confirm emergency',
  question: 'Question',
  answer: 'Answer',
  offer: 'Offer',
  changes: 'Changes',
  title: 'Title',
  text: 'Text',
  state: 'State',
  impact: 'Impact',
  scope: 'What it affects',
  name: 'Name',
  kind: 'Kind',
  target: 'Address',
  service: 'Service',
  expectStatus: 'Expected status',
  expectText: 'Expected text',
  intervalSeconds: 'Interval (seconds)',
  timeoutMs: 'Timeout (ms)',
  retries: 'Further attempts',
  slowMs: 'Slow from (ms)',
  certificateDays: 'Certificate warning (days)',
} as const;

/** What the member at a dotted path is called; services names the lines, where they are known. A path that is not known is its own name. */
export function fieldWords(path: string, services: readonly string[] = []): string {
  const own = path.replace(/^(?:changes|offer)\./, '');
  const [, line, member = ''] = /^lines\.(\d+)(?:\.(.+))?$/.exec(own) ?? [];
  if (line !== undefined) return lineWords(Number(line), member, services);
  const known = own.replace(/\.\d+$/, '');
  if (path === '') return 'The body';
  return Object.hasOwn(FIELDS, known) ? FIELDS[known as keyof typeof FIELDS] : path;
}

function lineWords(line: number, member: string, services: readonly string[]): string {
  const service = services[line];
  const of = service === undefined ? `service ${line + 1}` : serviceWords(service);
  if (member === 'service' || member === '') return `Service ${line + 1}`;
  if (member === 'wanted') return `The size of ${of}`;
  const attribute = member.replace('wanted.', '');
  return `${isAttribute(attribute) ? attributeWords(attribute) : attribute} of ${of}`;
}

function isAttribute(name: string): name is Attribute {
  return ([...attributesOf('tasks'), ...attributesOf('nodes')] as string[]).includes(name);
}
