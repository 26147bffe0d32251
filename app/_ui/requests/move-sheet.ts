import { type Catalogue, classesOf, type ServiceSizes } from '#domain/capacity.ts';
import { bodyToForm } from '#domain/form-values.ts';
import type { FullRequestView } from '#domain/request-view.ts';
import { countingContent, type StoredRequest } from '#domain/stored-request.ts';
import { formatInstantInZone } from '../words/times.ts';
import type { MoveSheet } from './move-answer.ts';

type Given = {
  view: FullRequestView;
  stored: StoredRequest;
  services: readonly ServiceSizes[];
  catalogue: Catalogue;
  address: string;
};

/** What the forms of a request's open moves need of it. */
export function moveSheet({ view, stored, services, catalogue, address }: Given): MoveSheet {
  const content = countingContent(stored);
  const asked = services.filter(({ name }) => content?.lines.some(({ service }) => service === name));
  const offers = view.moves.includes('offer') && content;
  const timeZone = content?.window.timeZone ?? 'UTC';
  return {
    address,
    reference: view.reference,
    version: view.version,
    contentHash: view.contentHash,
    offeredHash: view.offer?.contentHash,
    moves: view.moves,
    emergency: view.emergency,
    approvalsMissing: view.approversNeeded - view.approvals.length,
    decideBy: view.moves.includes('approve') && content ? formatInstantInZone(decideBy(content), timeZone) : null,
    services: offers ? asked : [],
    classes: offers ? asked.flatMap(({ name }) => classesOf(name, catalogue)) : [],
    asked: offers
      ? bodyToForm({ environment: content.environment, lines: content.lines, window: content.window })
      : new Map(),
    timeZone,
  };
}

/** A decision after the pre-scale has begun comes too late, UTC ms. */
export function decideBy({ window, prescaleMinutes }: { window: { start: number }; prescaleMinutes: number }): number {
  return window.start - prescaleMinutes * 60_000;
}
