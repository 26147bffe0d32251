export const TITLE = 'Requests';
export const LEAD = 'What was asked for, what was decided and what is on, newest first.';
export const ASK = 'Request an upscale';

export const FILTER = 'Show only';
export const STATE = 'State';
export const ANY_STATE = 'every state';
export const ENVIRONMENT = 'Environment';
export const ANY_ENVIRONMENT = 'every environment';
export const APPLY_FILTER = 'Show';
export const OLDER = 'Older requests';
export const NEWEST = 'Back to the newest';

export const NONE_YET = 'No requests yet';
export const NONE_YET_ASK =
  'An upscale begins here: choose an environment, say what you need and when, and the form tells you at once what is possible. The request then stands in this list with its state until the capacity is back.';
export const NONE_YET_LOOK =
  'When a customer asks for an upscale, the request appears here with its sizes, window and state.';
export const NONE_FOUND = 'Nothing fits this choice';
export const NONE_FOUND_TEXT = 'There are requests in other states or of other environments.';
export const SHOW_ALL = 'Show all requests';
