/** Open pages of one session; a browser without HTTP/2 has six connections in all. */
const MOST_OF_SESSION = 6;

type Streams = Map<string, Set<() => void>>;
// on globalThis: the bundles of one process count together
const kept = globalThis as { headroomStreams?: Streams };
kept.headroomStreams ??= endingWithServer(new Map());
const streams = kept.headroomStreams;

/** Counts a stream in until the answered function is called; null = the session has six. `end` is called when the server stops. */
export function countIn(sessionId: string, end: () => void): (() => void) | null {
  const own = streams.get(sessionId) ?? new Set();
  if (own.size >= MOST_OF_SESSION) return null;
  streams.set(sessionId, own.add(end));
  return () => {
    own.delete(end);
    if (own.size === 0) streams.delete(sessionId);
  };
}

/** A stream never ends by itself soon enough for a server that drains. */
function endingWithServer(all: Streams): Streams {
  process.once('SIGTERM', () => {
    for (const own of all.values()) for (const end of [...own]) end();
  });
  return all;
}
