// Bare node:http, to measure beside: answers every request with one document in memory, after one prepared query where QUERY is set.
// It is sent the document; it says its port.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Pool } from 'pg';

export type Sent = { body: string; headers: string[] };

const { QUERY, DATABASE_URL } = process.env;
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
const [{ body, headers }] = (await once(process, 'message')) as [Sent];
const document = Buffer.from(body, 'base64');
const pool = new Pool({ connectionString: DATABASE_URL, max: 10 });

const server = createServer((_, response) => {
  if (!QUERY) return answer();
  pool.query({ name: 'one', text: QUERY }).then(answer, () => response.writeHead(500).end());
  function answer() {
    response.writeHead(200, headers);
    response.end(document);
  }
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
