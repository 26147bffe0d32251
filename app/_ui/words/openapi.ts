/** What /api/v1/openapi.json says in words. */
export const API_TITLE = 'Headroom';
export const API_TEXT =
  'Environments, how they scale, and requests for more room. What you may not see is not there (404); a refusal names its rule and the next step. Instants are RFC 3339 in UTC; optional members are absent, never null.';
export const TOKEN_TEXT = 'A token from the page Account, or from npm run token.';
export const KEY_TEXT =
  'Your own name for this call, 1 to 200 visible ASCII characters. For 24 hours the same key and body get the first answer again, marked Idempotent-Replayed: true.';
export const SIGNATURE_TEXT =
  'Standard Webhooks: HMAC-SHA256 of “webhook-id.webhook-timestamp.body” with HEADROOM_WEBHOOK_SECRET, as v1,BASE64.';
export const MESSAGE_TEXTS = {
  'webhook-id':
    'Your own name for this message, 1 to 200 visible ASCII characters: the same one again changes nothing.',
  'webhook-timestamp': 'When it was signed, in seconds since 1970; at most five minutes off.',
};
export const PROBLEM_TEXT = 'Refused: why, and what to do next (RFC 9457).';
export const OPERATION_WORDS = {
  getMe: 'Who the token speaks for, and what that person is to each contract',
  listEnvironments: 'The environments you may see',
  getEnvironment: 'One environment',
  getStatus:
    'How the environments you may see are, as measured, with incidents and maintenance; uptime is a share of 0 to 1 of the observed time',
  listRequests: 'The requests you may see, newest first',
  createRequest: 'Ask for an upscale; draft: true keeps it as a draft',
  getRequest: 'One request, with the moves open to you',
  moveRequest: 'Make a move; extend answers 201 and the new request',
  reportOperation:
    'For the provider’s automation: how an operation goes. Nothing is active or returned by its word: sizes are looked at',
  listHistory: 'Every change of state, oldest first',
  getReceipt:
    'A signed receipt of a request with every entry of the record about it, to be checked offline by /check-receipt.mjs; not for partners',
  getReceiptKey: 'The public key that receipts are checked by; needs no token',
};
