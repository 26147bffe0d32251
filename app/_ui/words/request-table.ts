export const REQUEST_COLUMNS = ['Request', 'Environment', 'What', 'Window', 'State'] as const;
export const NO_WINDOW = 'no window yet';
export const EMERGENCY = 'Emergency';
