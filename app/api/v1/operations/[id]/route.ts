import { answer } from '#server/api/answer.ts';
import { isId } from '#server/api/query.ts';
import { readReport, reportedOperation, takeReport } from '#server/hosting/report.ts';
import { MESSAGE_TAKEN, MESSAGE_TAKEN_NEXT } from '#ui/words/problems.ts';
import { invalidFields, nothingThere } from '../../_http/outcome.ts';
import { problem } from '../../_http/problem.ts';
import { signed } from '../../_http/signed.ts';

/** What the provider's automation reports of an operation; the same message twice is answered twice and taken once. */
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = signed(
  async ({ id: messageId, body, params: { id = '' } }) => {
    const operation = isId(id) ? await reportedOperation(id) : null;
    if (!operation) return nothingThere();
    const read = readReport(body, operation);
    if (!read.ok) return invalidFields(read.errors);
    const taken = await takeReport(operation, messageId, read.value, Date.now());
    if (!taken) return problem(409, MESSAGE_TAKEN, { next: MESSAGE_TAKEN_NEXT });
    return answer(200, { id: operation.id, request: operation.reference, number: operation.number });
  },
);
