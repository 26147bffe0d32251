import type { Metadata } from 'next';
import type { EnvironmentView } from '#domain/environment-view.ts';
import type { RequestState } from '#domain/lifecycle.ts';
import type { RequestView } from '#domain/request-view.ts';
import type { StatusEnvironment, StatusPage } from '#domain/status-view.ts';
import { WAITING_STATES, waitsFor } from '#domain/waiting.ts';
import { scopeOf } from '#server/access/standing.ts';
import { requireActor } from '#server/actor.ts';
import { environmentPage } from '#server/environments/list.ts';
import { listRequests, listWindows } from '#server/requests/list.ts';
import { statusPage } from '#server/status/board.ts';
import { ButtonLink } from '#ui/button.tsx';
import { EmptyState } from '#ui/empty-state.tsx';
import { byContract, type ContractPath } from '#ui/environments/by-contract.ts';
import { EnvironmentPath } from '#ui/environments/environment-path.tsx';
import { type Told, upscaledBy } from '#ui/environments/stop-status.tsx';
import { Unwell, unwellOf } from '#ui/environments/unwell.tsx';
import { Live } from '#ui/live.tsx';
import { PageHead } from '#ui/page-head.tsx';
import { RequestTable } from '#ui/requests/request-table.tsx';
import { Section } from '#ui/section.tsx';
import { UNWELL } from '#ui/words/environment-status.ts';
import { EMPTY, EMPTY_TEXT } from '#ui/words/environments.ts';
import * as words from '#ui/words/overview.ts';

export const metadata: Metadata = { title: words.TITLE };

/** Newest waiting requests that are looked at, and windows that are shown. */
const WAITING_LOOKED_AT = 50;
const WINDOWS_SHOWN = 8;

/** What waits for the viewer, what is on now and next, and their environments. */
export default async function OverviewPage() {
  const actor = await requireActor();
  const now = Date.now();
  const [{ environments, pages }, open, windows, status] = await Promise.all([
    environmentPage(actor, {}, now),
    listRequests(actor, { states: WAITING_STATES, limit: WAITING_LOOKED_AT }, now),
    listWindows(actor, WINDOWS_SHOWN, now),
    statusPage({ contracts: scopeOf(actor, 'seeEnvironments') }),
  ]);
  if (environments.length === 0) return <NoEnvironments />;
  const unwell = unwellOf(status.environments);
  const told = { known: new Map(), upscaled: upscaledBy(activeOf(windows)), zone: actor.timeZone, now };
  const waiting = open?.items.filter(({ moves }) => waitsFor(moves)) ?? [];
  return (
    <>
      <Live since={now} status />
      <PageHead title={words.TITLE} action={<AskLink environments={environments} />}>
        {words.summaryWords(waiting.length, windows.filter(({ state }) => isOn(state)).length)}
      </PageHead>
      {unwell.length > 0 && (
        <Section title={UNWELL}>
          <Unwell environments={unwell} total={unwellTotal(unwell, status)} now={now} zone={actor.timeZone} />
        </Section>
      )}
      <Section title={words.WAITING}>
        {waiting.length > 0 ? (
          <RequestTable requests={waiting} caption={words.WAITING} viewerZone={actor.timeZone} deed={deedOf} />
        ) : (
          <p className="text-soft">{words.NOTHING_WAITS}</p>
        )}
      </Section>
      <Section title={words.WINDOWS}>
        {windows.length > 0 ? (
          <RequestTable requests={windows} caption={words.WINDOWS} viewerZone={actor.timeZone} />
        ) : (
          <EmptyState title={words.NO_WINDOWS}>{words.NO_WINDOWS_TEXT}</EmptyState>
        )}
      </Section>
      <Section title={words.ENVIRONMENTS}>
        {byContract(environments).map((path) => (
          <Contract key={path.first.contract} path={path} told={told} />
        ))}
        {pages > 1 && <a href="/environments">{words.ALL_ENVIRONMENTS}</a>}
      </Section>
    </>
  );
}

/** How many are not well: those on the first page of all, and where it is full of them, those on the next ones. */
function unwellTotal(unwell: readonly StatusEnvironment[], { environments, counts, total }: StatusPage): number {
  return unwell.length === environments.length ? total - counts.OPERATIONAL : unwell.length;
}

function NoEnvironments() {
  return (
    <>
      <PageHead title={words.TITLE} />
      <EmptyState title={EMPTY}>{EMPTY_TEXT}</EmptyState>
    </>
  );
}

/** Something of it is, or should no longer be, on the environment. */
function isOn(state: RequestState): boolean {
  return state === 'APPLYING' || state === 'ACTIVE' || state === 'RETURNING' || state === 'FAILED';
}

/** Upscales that are active, among the windows shown. */
function activeOf(windows: readonly RequestView[]) {
  return windows.flatMap(({ state, environment, window }) =>
    state === 'ACTIVE' && window
      ? [{ slug: environment, until: window.end === null ? null : Date.parse(window.end) }]
      : [],
  );
}

function Contract({ path, told }: { path: ContractPath; told: Told }) {
  const { contract, contractFacts } = path.first;
  return (
    <div className="contract">
      <p>
        <a href={`/environments#${contract}`}>{contract}</a> {contractFacts.organisation}
      </p>
      <EnvironmentPath path={path} told={told} brief />
    </div>
  );
}

/** Straight to the form where there is only one environment to ask for. */
function AskLink({ environments }: { environments: readonly EnvironmentView[] }) {
  const open = environments.filter(({ upscale }) => upscale.allowed);
  if (open.length === 0) return null;
  const only = open.length === 1 ? `?environment=${open[0]?.slug}` : '';
  return <ButtonLink href={`/requests/new${only}`}>{words.ASK}</ButtonLink>;
}

function deedOf({ reference, moves }: RequestView) {
  const move = waitsFor(moves);
  return move && <a href={`/requests/${reference}`}>{words.DEEDS[move]}</a>;
}
