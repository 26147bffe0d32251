/** Words for a form that could not be judged, and keeps what was typed. */
export const SIGNED_OUT = 'You are signed out. Nothing you typed is lost: it waits on this page.';
export const SIGNED_OUT_NEXT = 'and then send it again here.';
export const SIGN_IN_ELSEWHERE = 'Sign in in another tab';
export const SEND_AGAIN = 'Send again';
export const KEPT_TITLE = 'Your session has ended';
export const UNREACHABLE =
  'The server did not answer, so it is not known whether this arrived. What you typed is still here.';
export const UNREACHABLE_NEXT = 'check your connection and send it again.';
