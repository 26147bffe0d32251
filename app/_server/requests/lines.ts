import type { ServiceSizes } from '#domain/capacity.ts';
import { claimedSpan, type RequestContent } from '#domain/request.ts';
import type { StoredLine } from '#domain/stored-request.ts';
import type { Tx } from '../db.ts';

const NOTHING_YET = { granted: null, observed: null, observedAt: null, observedBy: null };

/** A line's sizes when asked: `current` as the service has it now. */
export function linesOf(
  content: Pick<RequestContent, 'lines'>,
  services: readonly (ServiceSizes & { id: string })[],
): StoredLine[] {
  return content.lines.flatMap(({ service, wanted }) => {
    const found = services.find(({ name }) => name === service);
    return found ? [{ serviceId: found.id, service, current: found.current, requested: wanted, ...NOTHING_YET }] : [];
  });
}

/** Inserts the lines of a request. */
export async function writeLines(
  tx: Tx,
  request: { id: string; environmentId: string },
  lines: readonly StoredLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.requestLine.createMany({
    data: lines.map(({ serviceId, service, current, requested }) => ({
      requestId: request.id,
      environmentId: request.environmentId,
      serviceId,
      service,
      current,
      requested,
    })),
  });
}

/** Claims the content's window on each of its services (R14); the exclusion constraint refuses a taken one. */
export async function writeClaims(
  tx: Tx,
  request: { id: string; environmentId: string },
  content: RequestContent,
  lines: readonly { serviceId: string }[],
): Promise<void> {
  const { startsAt, endsAt } = claimedSpan(content.window, content.prescaleMinutes);
  await tx.windowClaim.createMany({
    data: lines.map(({ serviceId }) => ({
      requestId: request.id,
      environmentId: request.environmentId,
      serviceId,
      startsAt: new Date(startsAt),
      endsAt: endsAt === null ? null : new Date(endsAt),
    })),
  });
}

/** Replaces the claims of a request by those of another content. */
export async function replaceClaims(
  tx: Tx,
  request: { id: string; environmentId: string },
  content: RequestContent,
  lines: readonly { serviceId: string }[],
): Promise<void> {
  await tx.windowClaim.deleteMany({ where: { requestId: request.id } });
  await writeClaims(tx, request, content, lines);
}
