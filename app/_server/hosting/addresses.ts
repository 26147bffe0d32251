import { BlockList, isIP } from 'node:net';

/** What no public service can have (IANA's special-purpose registries), with clouds' own addresses inside public ranges. */
const NEVER_PUBLIC = rangesOf(
  [
    '0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,172.16.0.0/12,192.0.0.0/24,192.0.2.0/24',
    '192.88.99.0/24,192.168.0.0/16,198.18.0.0/15,198.51.100.0/24,203.0.113.0/24,224.0.0.0/3,168.63.129.16/32',
    // Teredo, ORCHID, documentation, 6to4: inside the global range and yet none, or IPv4 in other clothes
    '2001::/23,2001:db8::/32,2002::/16,3fff::/20',
  ].join(),
);
/** All that is given out; mapped, NAT64, unique local, link-local and multicast addresses lie outside. */
const GIVEN_OUT = rangesOf('2000::/3');

/** The ranges of a comma-separated CIDR list; an empty one has none. */
export function rangesOf(list: string): BlockList {
  const ranges = new BlockList();
  for (const range of list.split(',').filter(Boolean)) {
    const [net = '', bits = ''] = range.trim().split('/');
    ranges.addSubnet(net, Number(bits), isIP(net) === 6 ? 'ipv6' : 'ipv4');
  }
  return ranges;
}

/** Whether ranges hold an address; a text that is none is in no range. */
export function isWithin(address: string, ranges: BlockList): boolean {
  // a zone names an interface of this machine
  if (isIP(address) === 0 || address.includes('%')) return false;
  return ranges.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/** Whether a text is one CIDR range. */
export function isCidr(text: string): boolean {
  const [net = '', bits = ''] = text.trim().split('/');
  const version = isIP(net);
  return version !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

/** Whether a host or address is this machine and says so itself. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The host of a URL as a resolver takes it: every spelling of an IPv4 address (127.1, 0x7f000001, 2130706433) is one already, IPv6 without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Whether Headroom may call an address: a public one, or one of the ranges that its operator allows. */
export function mayCall(address: string, allowed: BlockList): boolean {
  if (isWithin(address, allowed)) return true;
  if (isIP(address) === 4) return !isWithin(address, NEVER_PUBLIC);
  return isWithin(address, GIVEN_OUT) && !isWithin(address, NEVER_PUBLIC);
}
