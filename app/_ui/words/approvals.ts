export const TITLE = 'Approvals';
export const LEAD = 'What waits for a decision, soonest first. A window that has begun can no longer be approved.';

export const TO_DECIDE = 'For you to decide';
export const WITH_OTHERS = 'Waiting for someone else';
export const COLUMNS = ['Request', 'Environment', 'What', 'Decide by', 'State'] as const;

export const NOTHING = 'Nothing waits for you';
export const NOTHING_TEXT =
  'Requests appear here as soon as a customer of your contracts submits one, ordered by the start of their windows.';
export const NOTHING_WITH_OTHERS =
  'Nothing. Requests stand here while a question or an offer waits for the customer, or a second approval for a colleague.';
export const MORE = (shown: number): string => `These are the ${shown} soonest.`;
