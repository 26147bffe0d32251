/** Whether a mutation comes from this site's own pages: by Origin, which must also be the host asked, or by Sec-Fetch-Site where a browser sends no Origin. Neither header is no. */
export function isOwnOrigin(headers: Pick<Headers, 'get'>, accepted: readonly string[]): boolean {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  if (origin === null) return site === 'same-origin';
  return accepted.includes(origin) && new URL(origin).host === headers.get('host')?.toLowerCase();
}
