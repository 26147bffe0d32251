import type { SafeHtml } from '#domain/status-view.ts';
import { VerdictBox } from '../verdict-box.tsx';
import * as words from '../words/notices.ts';

type Props = {
  html: SafeHtml;
  overlaps: readonly string[];
  /** nothing is wrong with the form it stands in */
  isWell: boolean;
};

/** How a text will read, and what else there is to know before it is sent. */
export function Preview({ html, overlaps, isWell }: Props) {
  return (
    <section className="panel" aria-label={words.PREVIEW}>
      <h2>{words.PREVIEW}</h2>
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: only the reader of Markdown makes such HTML, and it escapes what a person types */}
      <div className="prose" dangerouslySetInnerHTML={{ __html: html }} />
      <Overlaps sentences={overlaps} />
      {isWell && <VerdictBox tone="good" sentence={words.CHECKED} live />}
    </section>
  );
}

/** Other maintenance at the same time: allowed, and told. */
export function Overlaps({ sentences }: { sentences: readonly string[] }) {
  return sentences.map((sentence) => <VerdictBox key={sentence} tone="warn" sentence={sentence} />);
}
