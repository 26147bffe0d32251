import type { Purpose } from '#domain/request.ts';
import { anyOf, managerWords } from './contact.ts';
import type { Writers } from './refusals.ts';
import { attributeWords, gibWords, numberWords, serviceWords, valueWords, vcpuWords } from './sizes.ts';

const NOT_ON_DEV: Partial<Record<Purpose, string>> = { LOAD_TEST: 'load tests', DATA_LOAD: 'large data sets' };

type Codes =
  | 'devNotForThis'
  | 'notSizable'
  | 'sizesOutOfOrder'
  | 'notInCatalogue'
  | 'notAboveBaseline'
  | 'belowBaseline'
  | 'aboveCeiling'
  | 'reachesProd'
  | 'loadTestMissing'
  | 'dataShareTooHigh'
  | 'trafficShareTooHigh'
  | 'consistencyMissing';

/** What is asked: purpose, sizes, load test, consistency. */
export const WHAT: Writers<Codes> = {
  devNotForThis: ({ environment, purpose, stages }, { contact }) => ({
    reason: `${environment} is a DEV environment, and DEV is not for ${NOT_ON_DEV[purpose] ?? 'this purpose'}.`,
    next:
      stages.length > 0
        ? `Choose ${anyOf(stages)}: STAGE is made for this.`
        : `Ask ${managerWords(contact)} for a STAGE environment: STAGE is made for this.`,
  }),
  notSizable: ({ service, attribute }) => ({
    reason: `“${attributeWords(attribute)}” is not a size of ${serviceWords(service)}.`,
    next: `Leave it out, and change one of the sizes that ${serviceWords(service)} has.`,
  }),
  sizesOutOfOrder: ({ service }) => ({
    reason: `The tasks of ${serviceWords(service)} are out of order: min may not be above desired, nor desired above max.`,
    next: 'Choose numbers with min ≤ desired ≤ max.',
  }),
  notInCatalogue: ({ service, attribute, wanted, choices }, { contact }) => ({
    reason: `${serviceWords(service)} cannot have ${valueWords(attribute, wanted)} as “${attributeWords(attribute)}”: the catalogue does not list it${attribute === 'memory' ? ' with this CPU' : ''}.`,
    next:
      choices.length > 0
        ? `Choose ${anyOf(choices.map((choice) => valueWords(attribute, choice)))}.`
        : `Keep the size it has, or ask ${managerWords(contact)} what else is possible.`,
  }),
  notAboveBaseline: ({ service }) => ({
    reason: `The size asked for ${serviceWords(service)} is its baseline: nothing would change.`,
    next: `Ask for more of at least one size, or leave ${serviceWords(service)} out.`,
  }),
  belowBaseline: ({ service, attribute, baseline, wanted }, { contact }) => ({
    reason: `${attributeWords(attribute)} of ${serviceWords(service)}: ${valueWords(attribute, wanted)} asked, but the baseline is ${valueWords(attribute, baseline)}, and an upscale lowers nothing.`,
    next: `Choose ${valueWords(attribute, baseline)} or more; to have less for good, ask ${managerWords(contact)}.`,
  }),
  aboveCeiling: ({ service, attribute, ceiling, wanted }, { contact }) => ({
    reason: `${attributeWords(attribute)} of ${serviceWords(service)}: ${valueWords(attribute, wanted)} asked, but the contract's ceiling is ${valueWords(attribute, ceiling)}.`,
    next: `Choose ${valueWords(attribute, ceiling)} or less, or ask ${managerWords(contact)} whether the contract can have a higher ceiling.`,
  }),
  reachesProd: ({ service, measure, wanted, prod }, { contact }) => {
    const amount = (value: number) => (measure === 'vcpu' ? vcpuWords(value) : `${gibWords(value)} of memory`);
    return {
      reason: `STAGE stays smaller than PROD: ${serviceWords(service)} would have ${amount(wanted)} in total, and PROD has ${amount(prod)}.`,
      next: `Ask for less than ${amount(prod)} in total, or ask ${managerWords(contact)} whether the contract can have a dated exception.`,
    };
  },
  loadTestMissing: () => ({
    reason: 'A load test on STAGE says how much of PROD’s data and traffic it uses, and this one does not.',
    next: 'Fill in the load test tool, the data share and the traffic share, both below 100 %.',
  }),
  dataShareTooHigh: ({ share }) => ({
    reason: `A load test on STAGE works with a part of PROD’s data; ${numberWords(share)} % is not a part.`,
    next: 'Enter a data share below 100 %.',
  }),
  trafficShareTooHigh: ({ share }) => ({
    reason: `A load test on STAGE stays below PROD’s peak; ${numberWords(share)} % of its traffic does not.`,
    next: 'Enter a traffic share below 100 %.',
  }),
  consistencyMissing: () => ({
    reason: 'The effect of this change on the other environments is not said.',
    next: 'Choose the environments that follow, or write under “Effect on other environments” why none does.',
  }),
};
