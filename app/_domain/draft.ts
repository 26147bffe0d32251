import type { DraftBody, RequestBody } from './request.ts';

/** A stored draft, with changes over it, as the API body it would be sent as: instants in RFC 3339, so that it can be parsed whole. */
export function draftInput(draft: DraftBody, changes: Partial<RequestBody> = {}): Record<string, unknown> {
  const { window, ...rest } = { ...draft, ...changes };
  return {
    ...rest,
    ...(window && {
      window: {
        start: new Date(window.start).toISOString(),
        end: window.end === null ? null : new Date(window.end).toISOString(),
        timeZone: window.timeZone,
      },
    }),
  };
}
