import type { EnvironmentView } from '#domain/environment-view.ts';
import type { Fact } from '../facts.tsx';
import { RuleLink } from '../rule-link.tsx';
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

/** How it scales, both halves in plain words. */
export function environmentFacts({ scaling, region }: EnvironmentView): Fact[] {
  const { itself, asked } = words.scalingMeans(scaling);
  return [
    [words.BY_ITSELF, itself],
    [words.ON_REQUEST, asked],
    [words.REGION, region],
  ];
}

/** Whether the viewer may ask for an upscale here; if not, the rule, the reason and the next step. */
export function AskVerdict({ environment }: { environment: EnvironmentView }) {
  const { upscale, contractFacts, slug } = environment;
  const { managers, productOwner, timeZone } = contractFacts;
  if (!upscale.allowed) {
    const { reason, next } = refusalWords(upscale.refusal, { contact: { managers, productOwner }, timeZone });
    return (
      <VerdictBox
        tone="none"
        shape="octagon"
        fill="hollow"
        sentence={reason}
        rules={[upscale.refusal.rule]}
        next={next}
      />
    );
  }
  const earliest = upscale.earliestStart;
  return (
    <VerdictBox
      tone="good"
      sentence={
        <>
          {words.MAY_ASK_YES}
          {earliest !== undefined && words.MAY_ASK_EARLIEST(formatEarliest(earliest, timeZone))}
        </>
      }
      rules={['R2', 'R15']}
      next={<a href={`/requests/new?environment=${slug}`}>{words.MAY_ASK_NEXT}</a>}
    />
  );
}

/** Running and coming freezes, and what they mean. now in UTC ms. */
export function Freezes({ environment, now }: { environment: EnvironmentView; now: number }) {
  if (environment.freezes.length === 0) return null;
  return (
    <div className="mt-4">
      {environment.freezes.map((freeze) => (
        <p key={freeze.startsAt}>
          <FreezeMark freeze={freeze} now={now} timeZone={environment.contractFacts.timeZone} />
        </p>
      ))}
      <p className="hint">
        {words.FREEZE_MEANS} <RuleLink rule="R16" />
      </p>
    </div>
  );
}
