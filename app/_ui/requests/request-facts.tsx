import type { FullRequestView } from '#domain/request-view.ts';
import { type Fact, Facts } from '../facts.tsx';
import { Section } from '../section.tsx';
import { FIELDS } from '../words/fields.ts';
import * as words from '../words/request.ts';
import { numberWords } from '../words/sizes.ts';
import { formatMoment } from '../words/times.ts';

/** Why it was asked for and how it is meant, for those who may see reasons. */
export function RequestFacts({ view, viewerZone }: { view: FullRequestView; viewerZone: string }) {
  return (
    <Section title={words.WHY}>
      <Facts look="wide" facts={[...why(view), ...how(view), ...who(view, viewerZone)]} />
    </Section>
  );
}

type Some = readonly (Fact | false | undefined)[];

function why({ reason, emergencyReason, expected }: FullRequestView): Some {
  const { peakRps, ordersPerHour } = expected ?? {};
  const traffic = [
    peakRps !== undefined && words.rpsWords(numberWords(peakRps)),
    ordersPerHour !== undefined && words.ordersWords(numberWords(ordersPerHour)),
  ].filter(Boolean);
  return [
    reason !== undefined && [FIELDS.reason, <Text key="reason">{reason}</Text>],
    emergencyReason !== undefined && [FIELDS['emergency.reason'], <Text key="emergency">{emergencyReason}</Text>],
    traffic.length > 0 && [words.EXPECTED, traffic.join(', ')],
  ];
}

function how({ loadTest, consistency }: FullRequestView): Some {
  const follow = consistency?.follow ?? [];
  const effect = [follow.length > 0 && words.followsWords(follow), consistency?.note].filter(Boolean).join(' ');
  return [
    loadTest && [
      words.LOAD_TEST,
      words.loadTestWords(loadTest.tool, loadTest.dataSharePercent, loadTest.trafficSharePercent),
    ],
    loadTest && loadTest.generators.length > 0 && [FIELDS['loadTest.generators'], loadTest.generators.join(', ')],
    effect !== '' && [FIELDS['consistency.note'], <Text key="note">{effect}</Text>],
  ];
}

function who(view: FullRequestView, viewerZone: string): Some {
  const { contact, purchaseOrder, watchers, requestedBy, approvals, upscaleDays, rulebook } = view;
  return [
    contact !== undefined && [FIELDS.contact, contact],
    purchaseOrder !== undefined && [FIELDS.purchaseOrder, purchaseOrder],
    watchers && [FIELDS.watchers, watchers.join(', ')],
    [words.REQUESTED_BY, requestedBy],
    approvals.length > 0 && [
      words.APPROVED_BY,
      approvals.map(({ by, at }) => `${by}, ${formatMoment(Date.parse(at), viewerZone)}`).join('; '),
    ],
    upscaleDays > 0 && [words.DAYS_USED, words.daysUsedWords(upscaleDays)],
    view.state !== 'DRAFT' && [words.RULEBOOK, rulebook],
    view.extends !== undefined && [words.EXTENDS, <RequestLink key="extends" to={view.extends} />],
    view.continuedBy !== undefined && [words.CONTINUED_BY, <RequestLink key="continued" to={view.continuedBy} />],
    view.contentHash !== undefined && [
      words.PROOF,
      <a key="receipt" href={`/requests/${view.reference}/receipt?download`}>
        {words.RECEIPT}
      </a>,
    ],
  ];
}

function RequestLink({ to }: { to: string }) {
  return <a href={`/requests/${to}`}>{to}</a>;
}

/** A text as it was typed, with its lines. */
function Text({ children }: { children: string }) {
  return <span className="whitespace-pre-line">{children}</span>;
}
