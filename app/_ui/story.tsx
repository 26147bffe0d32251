export type StoryEvent = {
  key: string | number;
  /** UTC ms */
  at: number;
  /** the instant in words, in the viewer's zone */
  time: string;
  sentence: React.ReactNode;
  /** what was said, word for word */
  quote?: string | null;
};

/** What happened, oldest first, in sentences. */
export function Story({ events }: { events: readonly StoryEvent[] }) {
  return (
    <ol className="story">
      {events.map(({ key, at, time, sentence, quote }) => (
        <li key={key}>
          <time dateTime={new Date(at).toISOString()}>{time}</time>
          <p>{sentence}</p>
          {quote && <blockquote>{quote}</blockquote>}
        </li>
      ))}
    </ol>
  );
}
