import { Button } from '../button.tsx';
import { DataTable } from '../data-table.tsx';
import { EmptyState } from '../empty-state.tsx';
import * as words from '../words/account.ts';
import { formatInstant } from '../words/times.ts';

type Send = (data: FormData) => Promise<void>;
type Session = { id: string; createdAt: Date; lastSeenAt: Date; userAgent: string; current: boolean };
type Feed = { id: string; createdAt: Date; lastUsedAt: Date | null };
type Token = { id: string; name: string; write: boolean; createdAt: Date; lastUsedAt: Date | null };

/** Where the viewer is signed in; each but this one can be ended. */
export function SessionTable(props: {
  sessions: readonly Session[];
  timeZone: string;
  end: Send;
  endOthers: () => Promise<void>;
}) {
  const { sessions, timeZone, end, endOthers } = props;
  const rows = sessions.map(({ id, createdAt, lastSeenAt, userAgent, current }) => ({
    key: id,
    cells: [
      words.browserWords(userAgent),
      formatInstant(createdAt.getTime(), timeZone),
      formatInstant(lastSeenAt.getTime(), timeZone),
      current ? (
        words.SESSION_THIS
      ) : (
        <EndForm key={id} action={end} id={id} label={words.SESSION_END} of={words.browserWords(userAgent)} />
      ),
    ],
  }));
  return (
    <div className="grid gap-4">
      <DataTable
        caption={words.SESSIONS_CAPTION}
        columns={words.SESSION_COLUMNS.map((head) => ({ head }))}
        rows={rows}
      />
      <p className="hint">{words.SESSION_HINT}</p>
      {sessions.length > 1 && (
        <form action={endOthers}>
          <Button kind="final">{words.SESSION_END_OTHERS}</Button>
        </form>
      )}
    </div>
  );
}

/** What speaks for the viewer; each can be revoked. */
export function TokenTable(props: { tokens: readonly Token[]; timeZone: string; revoke: Send }) {
  const { tokens, timeZone, revoke } = props;
  if (tokens.length === 0) return <EmptyState title={words.TOKENS_EMPTY}>{words.TOKENS_EMPTY_TEXT}</EmptyState>;
  const rows = tokens.map(({ id, name, write, createdAt, lastUsedAt }) => ({
    key: id,
    cells: [
      name,
      words.mayWords(write),
      formatInstant(createdAt.getTime(), timeZone),
      lastUsedAt ? formatInstant(lastUsedAt.getTime(), timeZone) : words.NEVER,
      <EndForm key={id} action={revoke} id={id} label={words.TOKEN_REVOKE} of={name} />,
    ],
  }));
  return (
    <DataTable caption={words.TOKENS_CAPTION} columns={words.TOKEN_COLUMNS.map((head) => ({ head }))} rows={rows} />
  );
}

/** Addresses at which programs read what the viewer may see; each can be stopped. */
export function FeedTable({ feeds, timeZone, stop }: { feeds: readonly Feed[]; timeZone: string; stop: Send }) {
  if (feeds.length === 0) return <EmptyState title={words.FEEDS_EMPTY}>{words.FEEDS_EMPTY_TEXT}</EmptyState>;
  const rows = feeds.map(({ id, createdAt, lastUsedAt }) => {
    const made = formatInstant(createdAt.getTime(), timeZone);
    return {
      key: id,
      cells: [
        words.feedName(made),
        lastUsedAt ? formatInstant(lastUsedAt.getTime(), timeZone) : words.NEVER,
        <EndForm key={id} action={stop} id={id} label={words.FEED_STOP} of={words.feedName(made)} />,
      ],
    };
  });
  return <DataTable caption={words.FEEDS_CAPTION} columns={words.FEED_COLUMNS.map((head) => ({ head }))} rows={rows} />;
}

function EndForm({ action, id, label, of }: { action: Send; id: string; label: string; of: string }) {
  return (
    <form action={action}>
      <input type="hidden" name="id" value={id} />
      <Button kind="final" small aria-label={`${label} ${of}`}>
        {label}
      </Button>
    </form>
  );
}
