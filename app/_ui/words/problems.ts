/** What the API says when it cannot answer (RFC 9457); refusals by a rule are in refusals.ts, fields in shape.ts. */
import type { RuleId } from '#domain/refusal.ts';
import { formatDuration } from './times.ts';

/** What RFC 9457 asks for where the status says it all. */
export const STATUS_TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
};

export const RULE_TITLE = (rule: RuleId): string => `Refused by rule ${rule}`;
export const MOMENT_TITLE = 'Not at this moment';
export const FIELDS_TITLE = 'Some fields are not as they must be';
export const FIELDS_DETAIL = (count: number, first: string): string =>
  count === 1 ? first : `${first} ${count} fields need a look in all.`;

export const NO_TOKEN = 'This address needs a valid API token.';
export const NO_TOKEN_NEXT =
  'Send “Authorization: Bearer TOKEN” with a token from the page Account; a token that was revoked, or whose person was removed, is valid no more.';
export const NO_SIGNATURE = 'This address needs a message signed with the secret of the webhook (Standard Webhooks).';
export const NO_SIGNATURE_NEXT =
  'Send the headers webhook-id, webhook-timestamp (seconds, at most five minutes off) and webhook-signature, made with HEADROOM_WEBHOOK_SECRET over the body as it is sent.';
export const REPORT_TOO_LARGE = 'The message is larger than 64 KB.';
export const REPORT_TOO_LARGE_NEXT = 'Send a shorter message; what it says may have 4,000 characters.';
export const MESSAGE_TAKEN = 'A message with this webhook-id was taken for another operation.';
export const MESSAGE_TAKEN_NEXT =
  'Send a new webhook-id with a new message; the same id only repeats the same message.';
export const NOTHING_THERE = 'There is nothing at this address, or it belongs to a contract you have no part in.';
export const NOTHING_THERE_NEXT =
  'Look at /api/v1/openapi.json for all addresses and at GET /api/v1/requests for yours.';
export const OTHER_METHOD = (allowed: string): string => `This address answers ${allowed} and nothing else.`;
export const TOO_MANY = (seconds: number): string =>
  `Too many requests at once or within a minute. Try again in ${formatDuration(seconds * 1_000)}.`;
export const TOO_LARGE = 'The body is larger than 1 MB.';
export const TOO_LARGE_NEXT = 'Send less text; no member may have more than 4,000 characters.';
export const NOT_JSON_TYPE = 'The body must be sent as JSON, in UTF-8 and not compressed.';
export const NOT_JSON_TYPE_NEXT = 'Send “Content-Type: application/json”.';
export const UNREADABLE = 'The body is not JSON in UTF-8.';
export const UNREADABLE_NEXT = 'Send one JSON object; see /api/v1/openapi.json for its members.';
export const BAD_CURSOR = 'cursor must be the nextCursor of an earlier answer of the same list.';
export const BAD_KEY = 'Idempotency-Key must be 1 to 200 visible ASCII characters without spaces.';
export const KEY_TAKEN = 'This Idempotency-Key was sent before, with another body.';
export const KEY_TAKEN_NEXT = 'Send a new key with a new body; the same key only repeats the same body.';
export const TWIN = 'A request with the same Idempotency-Key is being answered.';
export const TWIN_NEXT = 'Send it again in a moment: you get the answer of the first one.';
export const AWAY = 'The database does not answer at the moment, or too many wait for it. Nothing was stored half.';
export const AWAY_NEXT = 'Send it again in a moment, with the same Idempotency-Key if it had one.';
export const BROKEN = 'Something on our side failed. Nothing was stored half.';
export const BROKEN_NEXT = 'Send it again; if it stays, tell your project manager when it happened.';
