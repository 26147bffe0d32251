import type { EnvironmentView } from '#domain/environment-view.ts';
import type { Fact } from '../facts.tsx';
import { VerdictBox } from '../verdict-box.tsx';
import * as words from '../words/environments.ts';
import { refusalWords } from '../words/refusals.ts';
import { formatEarliest } from '../words/times.ts';
import { FreezeMark } from './freeze-mark.tsx';

/** What the environment is for; a contract's own variation is shown as such, with its dates. */
export function Purpose({ environment }: { environment: EnvironmentView }) {
  return (
    <>
      <p className="purpose">{environment.purpose}</p>
      {environment.variations.map((variation) => (
        <p className="hint" key={variation.validFrom}>
          {words.variationWords(variation, environment.contractFacts.timeZone)} {variation.reason}
        </p>
      ))}
    </>
  );
}

/** How it scales, both halves in plain words, and where it stands. */
export function environmentFacts({ scaling, region, live }: EnvironmentView): Fact[] {
  return [
    [words.BY_ITSELF, words.BY_ITSELF_WORDS[scaling.runtimeAutoscaling]],
    [words.ON_REQUEST, words.ON_REQUEST_WORDS[scaling.ceilingChange]],
    [words.REGION, region],
    [words.STATUS, live ? words.STATUS_HINT : words.NOT_LIVE],
  ];
}

/** Whether the viewer may ask for an upscale here; if not, the rule, the reason and the next step. */
export function AskVerdict({ environment }: { environment: EnvironmentView }) {
  const { upscale, contractFacts, slug } = environment;
  const { managers, productOwner, timeZone } = contractFacts;
  if (!upscale.allowed) {
    const { reason, next } = refusalWords(upscale.refusal, { contact: { managers, productOwner }, timeZone });
    return <VerdictBox tone="bad" sentence={reason} rules={[upscale.refusal.rule]} next={next} />;
  }
  return (
    <VerdictBox
      tone="good"
      sentence={words.MAY_ASK_YES}
      rules={['R2']}
      next={<a href={`/requests/new?environment=${slug}`}>{words.MAY_ASK_NEXT}</a>}
    >
      {upscale.earliestStart !== undefined && (
        <p>{words.MAY_ASK_EARLIEST(formatEarliest(upscale.earliestStart, timeZone))}</p>
      )}
    </VerdictBox>
  );
}

/** Running and coming freezes. now in UTC ms. */
export function Freezes({ environment, now }: { environment: EnvironmentView; now: number }) {
  return environment.freezes.map((freeze) => (
    <p key={freeze.startsAt}>
      <FreezeMark freeze={freeze} now={now} timeZone={environment.contractFacts.timeZone} />
    </p>
  ));
}
