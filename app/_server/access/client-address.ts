import { isIP } from 'node:net';

/** Who really calls: the socket's address unless that is a trusted proxy, then the rightmost forwarded address that is none. */
export function clientAddress(
  socket: string | undefined,
  forwardedFor: string | undefined,
  isTrusted: (address: string) => boolean,
): string {
  let address = plain(socket ?? '') ?? 'unknown';
  const forwarded = (forwardedFor ?? '').split(',').reverse();
  for (const entry of forwarded) {
    const before = isTrusted(address) ? plain(entry) : null;
    if (before === null) break;
    address = before;
  }
  return address;
}

/** What limits count a request by. The server's front door has put the one real address into this header (front.ts). */
export function callerKey(headers: Pick<Headers, 'get'>): string {
  return limitKey(headers.get('x-forwarded-for') ?? 'unknown');
}

/** What limits count by: an IPv4 address, or the /64 that one IPv6 subscriber has. */
export function limitKey(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail = ''] = address.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = address.includes('::') ? 8 - groups.length - tail.split(':').filter(Boolean).length : 0;
  const whole = [...groups, ...Array<string>(missing).fill('0'), ...tail.split(':').filter(Boolean)];
  return `${whole
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}

/** An address without port, brackets, zone or IPv4-in-IPv6 clothes; null when it is none. */
function plain(text: string): string | null {
  const bare = text
    .trim()
    .toLowerCase()
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^([\d.]+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=[\d.]+$)/, '');
  return isIP(bare) ? bare : null;
}
