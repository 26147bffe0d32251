import { randomUUID } from 'node:crypto';
import { inServiceOrder } from '#domain/environment-view.ts';
import type { FormFields } from '#domain/form-fields.ts';
import type { StoredRequest } from '#domain/stored-request.ts';
import type { Actor } from '#server/actor.ts';
import { referenceData } from '#server/environments/reference.ts';
import type { Assessment } from '#server/requests/check.ts';
import { wordsContext } from '#server/requests/contact.ts';
import { sizesOf } from '#server/requests/facts.ts';
import { knownTo } from '#server/requests/place.ts';
import type { FormAnswer, FormSheet, FormVerdict } from '#ui/request-form/answer.ts';
import { effectFacts } from '#ui/request-form/answer-of.ts';
import { NOT_YET } from '#ui/words/form.ts';
import type { WordsContext } from '#ui/words/refusals.ts';
import { judgeForm, unjudged } from './judge-form.ts';

type Opened = {
  actor: Actor;
  opened: Assessment;
  /** what the form begins with */
  fields: FormFields;
  sheet: Pick<FormSheet, 'address' | 'mode' | 'hidden'>;
  /** the request being changed */
  edited?: StoredRequest;
  now: number;
};

/** What the form shows before anything was sent. */
export async function formProps({
  actor,
  opened,
  fields,
  sheet,
  edited,
  now,
}: Opened): Promise<{ sheet: FormSheet; initial: FormAnswer }> {
  const { place, effect } = opened;
  const services = inServiceOrder(sizesOf(place.services));
  const { classes } = (await referenceData()).catalogue;
  const context = wordsContext(place);
  const begun = new Map([['submissionId', [randomUUID()]], ['timeZone', [actor.timeZone]], ...fields]);
  const initial =
    fields.size > 0
      ? { ...(await judgeForm(actor, begun, { edited, live: true })), messages: [] }
      : { ...unjudged(begun), verdict: firstVerdict(effect, context, now) };
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
    initial,
  };
}

function firstVerdict(effect: Assessment['effect'], context: WordsContext, now: number): FormVerdict {
  return {
    tone: 'none',
    sentence: NOT_YET,
    refusals: [],
    missing: [],
    facts: effect ? effectFacts(effect, false, context) : [],
    window: null,
    prescaleMinutes: 0,
    now,
  };
}
