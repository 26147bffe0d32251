/** Whether a mutation comes from this site's own pages: by Origin, or by Sec-Fetch-Site where a browser sends no Origin. Neither header is no. */
export function isOwnOrigin(headers: Pick<Headers, 'get'>, accepted: readonly string[]): boolean {
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') return false;
  return origin === null ? site === 'same-origin' : accepted.includes(origin);
}
