import { AsyncLocalStorage } from 'node:async_hooks';
import type { ServerResponse } from 'node:http';

// on globalThis: the front server and the bundles of Next share it
const kept = globalThis as { headroomAnswers?: AsyncLocalStorage<ServerResponse> };
kept.headroomAnswers ??= new AsyncLocalStorage();
const answers = kept.headroomAnswers;

/** Makes an answer, which can speak of itself meanwhile. */
export function answering(response: ServerResponse, make: () => void): void {
  answers.run(response, make);
}

/** Gives the document being made the status 404; false where nobody can. What JavaScript fetches into an open page stays 200, or Next would load the page anew. */
export function answerNotFound(): boolean {
  const response = answers.getStore();
  if (!response) return false;
  const { rsc, 'next-action': action } = response.req.headers;
  if (rsc === undefined && action === undefined) response.statusCode = 404;
  return true;
}
