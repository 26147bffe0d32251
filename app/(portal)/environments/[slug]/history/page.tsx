import type { Metadata } from 'next';
import { requireActor } from '#server/actor.ts';
import { getEnvironment } from '#server/environments/list.ts';
import { statusOf } from '#server/status/board.ts';
import { monthOf } from '#server/status/history.ts';
import { MonthDays, MonthNotices } from '#ui/environments/month.tsx';
import { Live } from '#ui/live.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { Section } from '#ui/section.tsx';
import * as words from '#ui/words/environment-status.ts';
import { notThere } from '../../../not-there.tsx';

type Props = {
  params: Promise<{ slug: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: words.HISTORY_TITLE((await params).slug) };
}

/** How one environment was, a month at a time. */
export default async function HistoryPage({ params, searchParams }: Props) {
  const actor = await requireActor();
  const [{ slug }, { month: asked }] = await Promise.all([params, searchParams]);
  const now = Date.now();
  const found = await getEnvironment(actor, slug, now);
  if (found.kind !== 'done') return notThere();
  const recent = (await statusOf([slug])).get(slug)?.days ?? [];
  const told = await monthOf(actor, slug, recent, typeof asked === 'string' ? asked : undefined, now);
  if (!told) return notThere();
  const { name, contract } = found.value;
  return (
    <>
      {told.later === null && <Live since={now} environment={slug} />}
      <PageHead
        title={words.HISTORY_TITLE(name)}
        up={{ href: `/environments/${slug}`, label: name }}
        here={words.monthWords(told.month)}
      >
        {contract}
      </PageHead>
      <nav className="turn" aria-label={words.MONTHS_LABEL}>
        {told.earlier && (
          <a rel="prev" href={`?month=${told.earlier}`}>
            {words.monthWords(told.earlier)}
          </a>
        )}
        <strong>{words.monthWords(told.month)}</strong>
        {told.later && (
          <a rel="next" href={`?month=${told.later}`}>
            {words.monthWords(told.later)}
          </a>
        )}
      </nav>
      <Section title={words.DAYS}>
        <p>{words.monthSentence(told.days)}</p>
        <MonthDays days={told.days} until={now} />
      </Section>
      <Section title={words.NOTICES}>
        <MonthNotices notices={told.notices} now={now} zone={actor.timeZone} />
      </Section>
    </>
  );
}
