import { LOCAL_HEADER } from '#server/access/front.ts';
import { actorFromToken } from '#server/access/tokens.ts';
import { scrape } from '#server/scrape.ts';

/** For this machine and for operators' tokens: Prometheus text. To all others there is nothing here. */
export async function GET({ headers }: Request): Promise<Response> {
  const actor = await actorFromToken(headers.get('authorization'));
  if (headers.get(LOCAL_HEADER) !== '1' && !actor?.operator) return new Response(null, { status: 404 });
  const { text, contentType } = await scrape();
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } });
}
