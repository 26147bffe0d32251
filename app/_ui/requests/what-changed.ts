import type { Capacity } from '#domain/capacity.ts';
import type { RequestState } from '#domain/lifecycle.ts';
import type { RequestContent } from '#domain/request.ts';
import { changeWords } from '../words/changes.ts';
import * as words from '../words/moves.ts';
import { capacityWords, serviceWords } from '../words/sizes.ts';
import { STATE_WORDS } from '../words/states.ts';
import { windowTimes } from '../words/times.ts';

/** What differs between the content someone saw and the one that stands, in sentences. */
export function whatChanged(seen: RequestContent | null, now: RequestContent): string[] {
  if (!seen) return [];
  const services = [...new Set([...seen.lines, ...now.lines].map(({ service }) => service))];
  const sizeIn = (content: RequestContent, name: string) => content.lines.find((line) => line.service === name)?.wanted;
  const sizes = services.flatMap((name) => {
    const [before, after] = [sizeIn(seen, name), sizeIn(now, name)];
    if (before && after && capacityWords(before) === capacityWords(after)) return [];
    return [words.CHANGED_SIZE(serviceWords(name), sizeBeside(before, after), sizeBeside(after, before))];
  });
  const [before, after] = [seen, now].map(({ window }) => windowTimes(window, window.timeZone).own) as [string, string];
  const isEmergency = now.emergency !== undefined;
  return [
    ...sizes,
    ...(before === after ? [] : [words.CHANGED_WINDOW(before, after)]),
    ...(seen.prescaleMinutes === now.prescaleMinutes
      ? []
      : [words.CHANGED_PRESCALE(seen.prescaleMinutes, now.prescaleMinutes)]),
    ...((seen.emergency !== undefined) === isEmergency ? [] : [words.CHANGED_EMERGENCY(isEmergency)]),
    ...(described(seen) === described(now) ? [] : [words.CHANGED_TEXTS]),
  ];
}

/** One size as far as it differs from another. */
function sizeBeside(size: Capacity | undefined, other: Capacity | undefined): string {
  if (!size) return words.NOT_ASKED;
  return other ? changeWords(other, size) : capacityWords(size);
}

function described({
  purpose,
  reason,
  expected,
  loadTest,
  consistency,
  contact,
  purchaseOrder,
}: RequestContent): string {
  return JSON.stringify([purpose, reason, expected, loadTest, consistency, contact, purchaseOrder]);
}

/** The state in which it stands now. */
export function stateNow(state: RequestState): string {
  return words.CHANGED_STATE(STATE_WORDS[state]);
}
