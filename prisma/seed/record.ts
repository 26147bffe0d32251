import { judgePlace } from '#domain/judge.ts';
import type { Json } from '#domain/record.ts';
import { effectiveRules } from '#domain/rulebook.ts';
import { RULEBOOK_2023_10 } from '#domain/rulebooks.ts';
import type { NewEntry } from '#server/record/append.ts';
import { requestSnapshot, requestSubject } from '#server/requests/snapshot.ts';
import type { DemoClock } from './clock.ts';
import type { DemoEnvironment } from './environments.ts';
import { known } from './people.ts';
import type { ToldRequest } from './requests/write.ts';
import type { Told } from './story.ts';

/** What the record says of a request's story, one entry a step. */
export function requestEntries({ request, told }: ToldRequest): NewEntry[] {
  return told.map((each) => ({
    at: each.step.at,
    who: each.step.by,
    standing: each.standing,
    what: each.step.move,
    subject: requestSubject(request.reference),
    ...(each.before && { before: requestSnapshot(each.before) }),
    after: requestSnapshot(each.after),
    verdict: { allowed: true, ...(each.step.note && { note: each.step.note }), ...detailOf(each) },
  }));
}

/** Kestrel's attempt on DEV, which never grows under 2023-10 (R4): an entry of the record and no row. */
export function refusedAttempt(clock: DemoClock, environments: ReadonlyMap<string, DemoEnvironment>): NewEntry {
  const { slug, kind, contract } = known(environments, 'kes-dev');
  const at = clock.on(-6, '11:20', contract.timeZone);
  const terms = { rulebook: RULEBOOK_2023_10, variations: contract.variations, leadTime: null, approvers: null };
  const rules = effectiveRules(terms, RULEBOOK_2023_10, kind, at);
  const [refused] = judgePlace({ environment: { slug, kind }, rules, stages: ['kes-stage'] });
  if (!refused) throw new Error(`${slug} may grow, so the demo shows no refused attempt`);
  const { rule, code, params } = refused;
  return {
    at,
    who: 'customer@kestrel.example',
    standing: 'customer',
    what: 'submit',
    subject: `environment ${slug}`,
    verdict: { allowed: false, rule, code, params } as unknown as Json,
  };
}

/** That the demo was loaded. */
export function loadedEntry({ now }: DemoClock): NewEntry {
  return { at: now, who: 'installation', standing: null, what: 'load', subject: 'demo data' };
}

function detailOf({ step, after }: Told): { detail?: Json } {
  if (step.move === 'approve') return { detail: { approved: after.contentHash } };
  if (step.move !== 'offer' || !after.offer) return {};
  const { contentHash, content } = after.offer;
  return { detail: { offered: contentHash, lines: content.lines, window: content.window } as unknown as Json };
}
