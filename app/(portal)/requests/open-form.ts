import { randomUUID } from 'node:crypto';
import { inServiceOrder } from '#domain/environment-view.ts';
import type { FormFields } from '#domain/form-fields.ts';
import { repeatedTimes } from '#domain/form-window.ts';
import type { Actor } from '#server/actor.ts';
import { referenceData } from '#server/environments/reference.ts';
import type { Assessment } from '#server/requests/check.ts';
import { wordsContext } from '#server/requests/contact.ts';
import { sizesOf } from '#server/requests/facts.ts';
import { knownTo } from '#server/requests/place.ts';
import type { FormAnswer, FormSheet } from '#ui/request-form/answer.ts';
import { effectFacts } from '#ui/request-form/answer-of.ts';
import { NOT_YET } from '#ui/words/form.ts';

type Opened = {
  actor: Actor;
  opened: Assessment;
  /** what the form begins with */
  fields: FormFields;
  sheet: Pick<FormSheet, 'address' | 'mode' | 'hidden'>;
  now: number;
};

/** What the form shows before anything was sent. */
export async function formProps({
  actor,
  opened,
  fields,
  sheet,
  now,
}: Opened): Promise<{ sheet: FormSheet; initial: FormAnswer }> {
  const { place, effect } = opened;
  const services = inServiceOrder(sizesOf(place.services));
  const { classes } = (await referenceData()).catalogue;
  const context = wordsContext(place);
  return {
    sheet: {
      ...sheet,
      environment: place.slug,
      services,
      catalogue: {
        classes: classes.filter(({ service }) => services.some(({ name }) => name === service)),
        taskSizes: [],
      },
      others: knownTo(place).followable,
      zones: [...new Set([actor.timeZone, context.timeZone, 'UTC'])],
      viewerZone: actor.timeZone,
    },
    initial: {
      fields: new Map([['submissionId', [randomUUID()]], ['timeZone', [actor.timeZone]], ...fields]),
      messages: [],
      twice: repeatedTimes(fields),
      verdict: {
        tone: 'none',
        sentence: NOT_YET,
        refusals: [],
        missing: [],
        facts: effect ? effectFacts(effect, false, context) : [],
        window: null,
        prescaleMinutes: 0,
        now,
      },
    },
  };
}
