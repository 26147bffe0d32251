'use server';

import { refresh } from 'next/cache';
import { type FormFields, textOf } from '#domain/form-fields.ts';
import { PROVIDERS, type ProviderName } from '#domain/hosting.ts';
import { SHOP_MODES, type ShopMode } from '#domain/shop.ts';
import { FAULTS, type Fault } from '#domain/transition.ts';
import { typedFields } from '#server/access/form-post.ts';
import type { Actor } from '#server/access/standing.ts';
import { actorForAction } from '#server/actor.ts';
import { isSlug } from '#server/api/query.ts';
import { confirmStep, reportFailed } from '#server/hosting/run-sheet.ts';
import { chooseProvider, setFault } from '#server/hosting/switches.ts';
import type { Outcome } from '#server/outcome.ts';
import { setShop } from '#server/shop/switch.ts';
import { setPublicity } from '#server/status/publicity.ts';
import { DEEDS, type Deed, type DeedAnswer, NO_DEED } from '#ui/operations/deed-answer.ts';
import * as words from '#ui/words/operations.ts';
import { publicityDone } from '#ui/words/publicity.ts';
import { refusalWords } from '#ui/words/refusals.ts';
import { fieldErrorWords } from '#ui/words/shape.ts';
import { shopDone } from '#ui/words/shop.ts';

/** Carries out one form of the operations page: reads it, hands it to what it is for, answers what was done or why not, and has the page made anew. */
export async function operationAction(_: DeedAnswer, data: FormData): Promise<DeedAnswer> {
  const fields = typedFields(data);
  const actor = await actorForAction();
  if (!actor) return { ...NO_DEED, fields, notice: 'signedOut' };
  const deed = DEEDS.find((each) => each === textOf(fields, 'deed'));
  const outcome = deed ? await carryOut(actor, deed, fields) : null;
  if (!deed || !outcome) return { ...NO_DEED, fields, messages: [{ field: '', message: words.NOT_OF_THE_FORM }] };
  refresh();
  return answerOf(actor, deed, fields, outcome);
}

/** What the deed comes to; null = its fields are not of the form. */
function carryOut(actor: Actor, deed: Deed, fields: FormFields): Promise<Outcome<null>> | null {
  const of = (name: string) => textOf(fields, name);
  if (deed === 'confirm') return confirmStep(actor, of('operation'), of('service'));
  if (deed === 'fail') return reportFailed(actor, of('operation'), of(`reason.${of('operation')}`));
  if (deed === 'publicity') {
    const shown = publicityOf(fields);
    return shown === null ? null : setPublicity(actor, { contract: of('publicity.contract'), public: shown });
  }
  const environment = of(`${deed}.environment`);
  if (!isSlug(environment)) return null;
  if (deed === 'shop') {
    const mode = modeOf(fields);
    return mode && setShop(actor, { environment, mode, service: of('shop.service') || null });
  }
  if (deed === 'provider') {
    const provider = providerOf(fields);
    return provider === null && of('provider.name') !== '' ? null : chooseProvider(actor, { environment, provider });
  }
  const fault = faultOf(fields);
  if (fault === null && of('fault.kind') !== '') return null;
  return setFault(actor, { environment, service: of('fault.service'), fault });
}

function providerOf(fields: FormFields): ProviderName | null {
  return PROVIDERS.find((name) => name === textOf(fields, 'provider.name')) ?? null;
}

function faultOf(fields: FormFields): Fault | null {
  return FAULTS.find((kind) => kind === textOf(fields, 'fault.kind')) ?? null;
}

function modeOf(fields: FormFields): ShopMode | null {
  return SHOP_MODES.find((mode) => mode === textOf(fields, 'shop.mode')) ?? null;
}

/** Whether anybody is to read it; null = the form does not say. */
function publicityOf(fields: FormFields): boolean | null {
  const said = textOf(fields, 'publicity.public');
  return said === 'yes' ? true : said === 'no' ? false : null;
}

/** What was done, in a sentence. */
function doneWords(deed: Deed, fields: FormFields): string {
  if (deed === 'confirm') return words.CONFIRM_DONE;
  if (deed === 'fail') return words.FAIL_DONE;
  if (deed === 'publicity') return publicityDone(textOf(fields, 'publicity.contract'), publicityOf(fields) === true);
  const environment = textOf(fields, `${deed}.environment`);
  const mode = modeOf(fields);
  if (deed === 'shop' && mode)
    return shopDone(environment, { mode, service: mode === 'OPEN' ? null : textOf(fields, 'shop.service') || null });
  if (deed === 'provider') return words.providerDone(environment, providerOf(fields));
  return words.faultDone(environment, textOf(fields, 'fault.service'), faultOf(fields));
}

function answerOf(actor: Actor, deed: Deed, fields: FormFields, outcome: Outcome<null>): DeedAnswer {
  if (outcome.kind === 'done') return { ...NO_DEED, done: doneWords(deed, fields) };
  const answer = { ...NO_DEED, fields };
  if (outcome.kind === 'notFound') return { ...answer, messages: [{ field: '', message: words.GONE }] };
  if (outcome.kind === 'invalid') {
    const field = (path: string) => (path === 'reason' ? `reason.${textOf(fields, 'operation')}` : '');
    const messages = outcome.errors.map((error) => ({ field: field(error.path), message: fieldErrorWords(error, []) }));
    return { ...answer, messages };
  }
  const context = { contact: { managers: [] }, timeZone: actor.timeZone };
  const refusals = outcome.refusals.map((each) => ({ rule: each.rule, field: '', ...refusalWords(each, context) }));
  return { ...answer, refusals };
}
