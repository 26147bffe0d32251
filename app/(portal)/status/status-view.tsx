import type { StatusPage } from '#domain/status-view.ts';
import type { Actor } from '#server/actor.ts';
import { activeWindows } from '#server/status/windows.ts';
import { Live } from '#ui/live.tsx';
import { besideOf } from '#ui/status/beside.ts';
import { statusBody } from '#ui/status/status-body.ts';
import { StatusMarkup } from '#ui/status/status-markup.tsx';

type Props = { page: StatusPage; path: string; actor: Actor };

/** A status page for someone who is signed in: with the upscales that are active, in the viewer's zone. */
export async function StatusView({ page, path, actor }: Props) {
  const now = Date.now();
  // what is kept in memory is told also while the database is away
  const slugs = page.stale ? [] : page.environments.map(({ slug }) => slug);
  const windows = await activeWindows(actor, slugs, now);
  const zone = actor.timeZone;
  return (
    <>
      <StatusMarkup of={statusBody(page, { zone, isStranger: false, path, beside: besideOf(windows, zone) })} />
      <Live since={now} status />
    </>
  );
}
