import type { RequestView } from '#domain/request-view.ts';
import { type Answer, answer } from '#server/api/answer.ts';

/** 200 and the request as it is now. */
export function movedRequest(view: RequestView): Answer {
  return answer(200, view);
}

/** 201, the request and its address. */
export function createdRequest(view: RequestView): Answer {
  return answer(201, view, { location: `/api/v1/requests/${view.reference}` });
}
