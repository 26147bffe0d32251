import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { type Receiver, startReceiver } from './receiver.ts';

// failures that a test provokes are not to be read
process.env.LOG_LEVEL ??= 'silent';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

/** For tests: the provider's automation, a real server that this process's variables lead to. Before any other variable is read. */
export async function startAutomation(): Promise<Receiver> {
  const receiver = await startReceiver();
  process.env.HEADROOM_WEBHOOK_URL = `http://127.0.0.1:${receiver.port}/hooks`;
  process.env.HEADROOM_WEBHOOK_SECRET = SECRET;
  return receiver;
}

/** For tests: the headers of a message signed as the automation signs it; `at` in UTC ms. */
export function signature(
  body: string,
  { id = randomUUID(), at = Date.now(), secret = SECRET }: { id?: string; at?: number; secret?: string } = {},
): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at / 1000)),
    'webhook-signature': new Webhook(secret).sign(id, new Date(at), body),
  };
}

/** For tests: what a message of Headroom says; throws when its signature is not good. */
export function verified(arrived: { headers: object; text: string }): {
  type: string;
  timestamp: string;
  data: Record<string, unknown>;
} {
  return new Webhook(SECRET).verify(arrived.text, arrived.headers as Record<string, string>) as ReturnType<
    typeof verified
  >;
}
