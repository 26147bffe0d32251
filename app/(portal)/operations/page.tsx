import type { Metadata } from 'next';
import { refusal } from '#domain/refusal.ts';
import { answersForm } from '#server/access/form-post.ts';
import { scopeOf } from '#server/access/standing.ts';
import { type Actor, currentActor, requireActor } from '#server/actor.ts';
import { defaultProvider } from '#server/hosting/default-provider.ts';
import { listOperations, type Operations, type Running, type Some } from '#server/operations/list.ts';
import { listShops } from '#server/shop/list.ts';
import { listPublicities } from '#server/status/publicities.ts';
import { KeptPage } from '#ui/form/kept-page.tsx';
import { Live } from '#ui/live.tsx';
import { Alarms } from '#ui/operations/alarms.tsx';
import { NO_DEED } from '#ui/operations/deed-answer.ts';
import { DeedPage } from '#ui/operations/deeds.tsx';
import { EdgeTable } from '#ui/operations/edge-table.tsx';
import { OperationCard } from '#ui/operations/operation-card.tsx';
import { PublicitySwitch } from '#ui/operations/publicity-switch.tsx';
import { RunSheet } from '#ui/operations/run-sheet.tsx';
import { Settings } from '#ui/operations/settings.tsx';
import { ShopSwitch } from '#ui/operations/shop-switch.tsx';
import { WatchedTable } from '#ui/operations/watched-table.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RefusalBoxes } from '#ui/requests/refusal-boxes.tsx';
import { Section } from '#ui/section.tsx';
import * as words from '#ui/words/operations.ts';
import { operationAction } from './actions.ts';

export const metadata: Metadata = { title: words.TITLE };

const ADDRESS = '/operations#answer';

/** What runs, is late, failed or drifted, with attempts and next steps; for everyone else, whose it is. */
export default async function OperationsPage() {
  if (!(await currentActor()) && (await answersForm()))
    return <KeptPage action={operationAction} initial={NO_DEED} address={ADDRESS} />;
  const actor = await requireActor();
  if (scopeOf(actor, 'seeOperations').length === 0) return <NotStaff actor={actor} />;
  const now = Date.now();
  const [operations, shops, publicities] = await Promise.all([
    listOperations(actor, now),
    listShops(actor),
    listPublicities(actor),
  ]);
  const shown = { ...operations, now, zone: actor.timeZone };
  const { attention, running } = shown;
  return (
    <>
      <Live since={now} />
      <PageHead title={words.TITLE}>
        {words.summaryWords(attention.count, running.count)} {words.TIMES(actor.timeZone)}
      </PageHead>
      <DeedPage action={operationAction} address={ADDRESS}>
        <Part title={words.ATTENTION} some={attention} none={words.NOTHING_NEEDED}>
          <Alarms alarms={attention.items} zone={actor.timeZone} />
        </Part>
        <Tries {...shown} actor={actor} />
        <Part title={words.NEXT_DAY} some={shown.next} none={words.NOTHING_NEXT}>
          <EdgeTable edges={shown.next.items} zone={actor.timeZone} />
        </Part>
        <Part title={words.ENVIRONMENTS} some={shown.environments} none={words.NO_ENVIRONMENTS}>
          <WatchedTable watched={shown.environments.items} now={now} zone={actor.timeZone} />
        </Part>
        {shown.choices.length > 0 && <OperatorSettings {...shown} />}
        {publicities.length > 0 && <PublicitySwitch contracts={publicities} />}
        {shops.length > 0 && <ShopSwitch shops={shops} />}
      </DeedPage>
    </>
  );
}

type Shown = Operations & { actor: Actor; now: number; zone: string };

/** A section with the first of many, or what will appear in it. */
function Part(props: { title: string; some: Some<unknown>; none: string; children: React.ReactNode }) {
  const { title, some, none, children } = props;
  return (
    <Section title={title}>
      {some.items.length > 0 ? children : <p className="text-soft">{none}</p>}
      {some.count > some.items.length && <p className="hint">{words.MORE(some.count, some.items.length)}</p>}
    </Section>
  );
}

/** What is under way: what a person carries out as run sheets, the rest by itself. */
function Tries({ running, actor, now, zone }: Shown) {
  const sheets = running.items.filter(({ operation }) => operation.provider === 'manual');
  const others = running.items.filter(({ operation }) => operation.provider !== 'manual');
  const card = (each: Running, sheet?: React.ReactNode) => (
    <OperationCard key={each.operation.id} {...each} now={now} zone={zone} id>
      <p>
        <a href={`/requests/${each.reference}`}>{each.reference}</a> · {each.environment}
      </p>
      {sheet}
    </OperationCard>
  );
  return (
    <>
      <Part title={words.SHEETS} some={{ items: sheets, count: sheets.length }} none={words.NO_SHEETS}>
        <p className="hint">{words.SHEET_MEANS}</p>
        {sheets.map((each) => card(each, <RunSheet {...each} mayConfirm={actor.operator} />))}
      </Part>
      <Part
        title={words.RUNNING}
        some={{ items: others, count: running.count - sheets.length }}
        none={words.NOTHING_RUNS}
      >
        {others.map((each) => card(each))}
      </Part>
    </>
  );
}

function OperatorSettings({ choices, environments }: Operations) {
  const services = new Set(environments.items.flatMap((each) => each.services.map(({ name }) => name)));
  const installation = defaultProvider();
  return (
    <Section title={words.SETTINGS}>
      <Settings
        slugs={choices}
        services={[...services]}
        installation={installation}
        simulates={installation === 'simulated'}
      />
    </Section>
  );
}

function NotStaff({ actor }: { actor: Actor }) {
  const [first] = actor.contracts.values();
  return (
    <>
      <PageHead title={words.TITLE} />
      <RefusalBoxes
        refusals={[refusal('noOperations', { standing: first?.standings[0] ?? 'partner' })]}
        context={{ contact: { managers: [] }, timeZone: actor.timeZone }}
      />
    </>
  );
}
