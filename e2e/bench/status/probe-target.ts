// What probes look at in the bench: answers every path of every address of loopback, and says how many it answered when it is asked.
import { createServer } from 'node:http';

let answered = 0;
const server = createServer((_, response) => {
  answered += 1;
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '3' }).end('ok\n');
});
// probes come once a minute on connections that stay open
server.keepAliveTimeout = 120_000;
process.on('disconnect', () => process.exit(0));
process.on('message', () => process.send?.({ answered }));
server.listen(0, '0.0.0.0', () => process.send?.({ port: (server.address() as { port: number }).port }));
