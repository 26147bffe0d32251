import { unreadyCauses } from '#server/readiness.ts';

/** Public: 200 when database, migrations and worker are well, else 503 with the causes. */
export async function GET(): Promise<Response> {
  const causes = await unreadyCauses();
  const ready = causes.length === 0;
  const body = ready ? { status: 'ready' } : { status: 'not ready', causes };
  return Response.json(body, { status: ready ? 200 : 503, headers: { 'cache-control': 'no-store' } });
}
