import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from './portal.ts';

/** The way from a web server to its database, which a test can cut and mend; while it hangs, connections stand, new ones too, and nothing comes through. */
export type Cable = { url: string; cut(): Promise<void>; mend(): Promise<void>; hang(): void; flow(): void };

/** Leads a free port to the database; `url` is the database by that way. */
export async function cableTo(databaseUrl: string): Promise<Cable> {
  const [far, near] = [new URL(databaseUrl), new URL(databaseUrl)];
  near.hostname = '127.0.0.1';
  near.port = String(await freePort());
  const sockets = new Set<Socket>();
  let server: Server;
  let hangs = false;
  const keep = (socket: Socket, other: () => Socket | undefined) => {
    sockets.add(socket);
    socket
      .on('error', () => {})
      .on('close', () => {
        sockets.delete(socket);
        other()?.destroy();
      });
  };
  const mend = async () => {
    server = createServer((socket) => {
      const onward = connect(Number(far.port), far.hostname);
      keep(socket, () => onward);
      keep(onward, () => socket);
      socket.pipe(onward).pipe(socket);
      if (hangs) for (const each of [socket, onward]) each.pause();
    }).listen(Number(near.port), '127.0.0.1');
    await once(server, 'listening');
  };
  const cut = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  const hang = () => {
    hangs = true;
    for (const socket of sockets) socket.pause();
  };
  const flow = () => {
    hangs = false;
    for (const socket of sockets) socket.resume();
  };
  await mend();
  return { url: near.href, cut, mend, hang, flow };
}
