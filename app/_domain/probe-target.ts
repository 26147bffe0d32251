/** A host as a resolver takes it (IPv6 without brackets) and its port; text = both as they are kept, 'shop.example:443' or '[2001:db8::1]:443'. */
export type HostAndPort = { host: string; port: number; text: string };

/** Hidden characters and spaces, which URL would drop or escape without a word, and the backslash, which it reads as a slash. */
const ODD = /[\s\\\p{Cc}\p{Cf}]/u;

/** An absolute http or https address, else null. */
export function httpUrl(text: string): URL | null {
  if (ODD.test(text) || !/^https?:\/\/[^/]/i.test(text)) return null;
  const url = URL.parse(text);
  // nothing listens there
  return url?.port === '0' ? null : url;
}

/** A host with its port, else null: every spelling of an address comes back as one (WHATWG URL), names in lower case and ASCII. */
export function hostAndPort(text: string): HostAndPort | null {
  const [, written = '', digits = ''] = /^(\[[^\]]+\]|[^:@/?#[\]]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (ODD.test(text) || port < 1 || port > 65_535) return null;
  const hostname = URL.parse(`http://${written}/`)?.hostname;
  if (!hostname) return null;
  return { host: hostname.replace(/^\[(.*)\]$/, '$1'), port, text: `${hostname}:${port}` };
}
