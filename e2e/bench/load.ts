import { connect, type Socket } from 'node:net';

export type Asked = { port: number; path: string; headers?: Record<string, string>; host?: string };
export type Loaded = {
  perSecond: number;
  /** the slowest single answer */
  slowestMs: number;
  p95Ms: number;
  /** how many answers had which status */
  statuses: Map<number, number>;
  /** of the last answer, head included */
  bytes: number;
};

const HEAD_END = Buffer.from('\r\n\r\n');
const NONE = Buffer.alloc(0);

/** Asks one address over and over on so many connections that stay open, each for the next answer when it has one, for so long (ms). The client parses next to nothing, so that the server is what is measured. */
export async function load(asked: Asked, connections: number, forMs: number): Promise<Loaded> {
  const request = Buffer.from(requestOf(asked));
  const tally = { answers: 0, bytes: 0, statuses: new Map<number, number>(), times: [] as number[] };
  const began = performance.now();
  const until = began + forMs;
  const port = asked.port;
  await Promise.all(Array.from({ length: connections }, () => visitor({ port, request, until }, tally)));
  const seconds = (performance.now() - began) / 1000;
  const times = Float64Array.from(tally.times).sort();
  return {
    perSecond: tally.answers / seconds,
    slowestMs: times.at(-1) ?? 0,
    p95Ms: times[Math.floor(times.length * 0.95)] ?? 0,
    statuses: tally.statuses,
    bytes: tally.bytes,
  };
}

function requestOf({ path, port, headers = {}, host = `localhost:${port}` }: Asked): string {
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}`);
  return [`GET ${path} HTTP/1.1`, ...lines, '', ''].join('\r\n');
}

type Tally = { answers: number; bytes: number; statuses: Map<number, number>; times: number[] };
type Visit = { port: number; request: Buffer; until: number };

async function visitor({ port, request, until }: Visit, tally: Tally): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  await new Promise<void>((resolve, reject) => {
    let sent = performance.now();
    const again = () => {
      sent = performance.now();
      socket.write(request);
    };
    socket.on('error', reject).on('close', () => reject(new Error('the server closed a connection that was in use')));
    answersOf(socket, (status, bytes) => {
      const now = performance.now();
      tally.times.push(now - sent);
      tally.answers += 1;
      tally.bytes = bytes;
      tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
      if (now < until) return again();
      socket.removeAllListeners('close').destroy();
      resolve();
    });
    again();
  });
}

const LAST_CHUNK = Buffer.from('0\r\n\r\n');

/** Calls back for each whole answer; one that does not say how long it is ends with its last chunk. */
function answersOf(socket: Socket, whole: (status: number, bytes: number) => void): void {
  let head = NONE;
  let missing = -1;
  let length = 0;
  let status = 0;
  let isChunked = false;
  let tail = NONE;
  const isOver = (chunk: Buffer) => {
    if (!isChunked) return missing <= 0;
    tail = Buffer.concat([tail, chunk.subarray(-LAST_CHUNK.length)]).subarray(-LAST_CHUNK.length);
    return tail.equals(LAST_CHUNK);
  };
  socket.on('data', (chunk) => {
    if (missing < 0) {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      const end = head.indexOf(HEAD_END);
      if (end < 0) return;
      const text = head.toString('latin1', 0, end);
      status = Number(text.slice(9, 12));
      isChunked = /^transfer-encoding: chunked/im.test(text);
      length = end + 4 + (status === 304 ? 0 : Number(/^content-length: (\d+)/im.exec(text)?.[1] ?? 0));
      if (isChunked) length = head.length;
      missing = isChunked ? 0 : length - head.length;
      head = NONE;
    } else if (isChunked) length += chunk.length;
    else missing -= chunk.length;
    if (!isOver(chunk)) return;
    missing = -1;
    whole(status, length);
  });
}
