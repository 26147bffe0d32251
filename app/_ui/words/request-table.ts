export const REQUEST_COLUMNS = {
  request: 'Request',
  environment: 'Environment',
  what: 'What',
  window: 'Window',
  state: 'State',
  yours: 'Your move',
} as const;
export const NO_WINDOW = 'no window yet';
export const EMERGENCY = 'Emergency';
export const YOURS = (times: string): string => `yours: ${times}`;
