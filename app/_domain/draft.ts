import type { DraftBody, RequestBody } from './request.ts';
import { windowView } from './request-view.ts';

/** A stored draft, with changes over it, as the API body it would be sent as: instants in RFC 3339, so that it can be parsed whole. */
export function draftInput(draft: DraftBody, changes: Partial<RequestBody> = {}): Record<string, unknown> {
  const { window, ...rest } = { ...draft, ...changes };
  return { ...rest, ...(window && { window: windowView(window) }) };
}
