import type { RequestWindow } from '#domain/request.ts';
import type { LineView, OfferView } from '#domain/request-view.ts';
import { Section } from '../section.tsx';
import { changeWords } from '../words/changes.ts';
import * as words from '../words/request.ts';
import { capacityWords, serviceWords } from '../words/sizes.ts';
import { formatMoment, formatWindow } from '../words/times.ts';

type Props = { offer: OfferView; lines: readonly LineView[]; window: RequestWindow | null; viewerZone: string };

/** What the project manager offers, beside what was asked. */
export function Offer({ offer, lines, window, viewerZone }: Props) {
  const sizes = offer.lines.flatMap(({ service, wanted }) => {
    const asked = lines.find((line) => line.service === service)?.requested;
    if (!asked) return [words.OFFERED_ALONE(serviceWords(service), capacityWords(wanted))];
    const [offered, instead] = [changeWords(asked, wanted), changeWords(wanted, asked)];
    return offered === instead ? [] : [words.OFFERED_SIZE(serviceWords(service), offered, instead)];
  });
  const { start, end, timeZone } = offer.window;
  const offered = { start: Date.parse(start), end: end === null ? null : Date.parse(end), timeZone };
  const isSame = window && window.start === offered.start && window.end === offered.end;
  return (
    <Section title={words.OFFER}>
      <ul className="offered">
        {sizes.length === 0 && <li>{words.SAME_SIZES}</li>}
        {sizes.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        <li>{isSame ? words.SAME_WINDOW : words.OFFERED_WINDOW(formatWindow(offered, viewerZone))}</li>
      </ul>
      <p className="hint">{words.OFFERED_BY(offer.by, formatMoment(Date.parse(offer.at), viewerZone))}</p>
    </Section>
  );
}
