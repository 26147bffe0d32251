import { managerWords } from './contact.ts';
import type { Writers } from './refusals.ts';
import { counted, serviceWords } from './sizes.ts';
import { formatEarliest, formatInstantInZone, formatWindow, leadTimeWords } from './times.ts';

type Codes = 'tooSoon' | 'startPassed' | 'frozen' | 'outsideTerm' | 'overBudget' | 'windowTaken';

/** When it is asked for: lead time, freezes, term, budget, other windows. */
export const WHEN: Writers<Codes> = {
  tooSoon: ({ earliest, leadTime }, { timeZone }) => ({
    reason: `The start is too soon: this contract needs ${leadTimeWords(leadTime)} of lead time.`,
    next: `Start on ${formatEarliest(earliest, timeZone)} or later; if it cannot wait, mark it as an emergency and say why.`,
  }),
  startPassed: ({ now, earliest }, { timeZone }) => ({
    reason: `The start has passed: it is ${formatInstantInZone(now, timeZone)} now.`,
    next: `Start ${earliest > now ? `on ${formatEarliest(earliest, timeZone)} or later` : `after ${formatEarliest(now, timeZone)}`}.`,
  }),
  frozen: ({ name, startsAt, endsAt }, { timeZone }) => ({
    reason: `No window opens during “${name}” (${period(startsAt, endsAt, timeZone)}), not even an emergency.`,
    next: `Open the window, its pre-scale included, on ${formatEarliest(endsAt, timeZone)} or later, or start before the freeze.`,
  }),
  outsideTerm: ({ termStart, termEnd }, { contact, timeZone }) => ({
    reason: `The contract is not in force for the whole window: its term is ${period(termStart, termEnd, timeZone)}.`,
    next: `Choose a window inside the term, or ask ${managerWords(contact)} about extending the contract.`,
  }),
  overBudget: ({ uses, left, yearEnd }, { contact, timeZone }) => ({
    reason: `This window, pre-scale included, uses ${counted(uses, 'upscale-day')}; ${left === 0 ? 'none is' : `${left} ${left === 1 ? 'is' : 'are'}`} left in this contract year.`,
    next: `${left > 0 ? `Shorten it to ${counted(left, 'day')} in all, start` : 'Start'} it on ${formatEarliest(yearEnd, timeZone)} or later, or ask ${managerWords(contact)} for more upscale-days.`,
  }),
  windowTaken: ({ service, reference, startsAt, endsAt }, { timeZone }) => ({
    reason: `${serviceWords(service)} is taken by ${reference} (${period(startsAt, endsAt, timeZone)}), pre-scale included.`,
    next: `Choose a window that ends by ${formatInstantInZone(startsAt, timeZone)}${endsAt === null ? '' : ` or opens, its pre-scale included, on ${formatEarliest(endsAt, timeZone)} or later`}, or change ${reference} instead.`,
  }),
};

function period(start: number, end: number | null, timeZone: string): string {
  return formatWindow({ start, end, timeZone }, timeZone);
}
