import type { PersonMove } from '#domain/lifecycle.ts';
import type { Plan, Planning } from '../move.ts';
import { planEdit, planExtend, planSubmit } from './content.ts';
import { planAccept, planApprove, planDecline, planOffer } from './decision.ts';
import { planEnd, planGivingBack, planNote, planRepair } from './ending.ts';

const PLANS: Record<PersonMove, (planning: Planning) => Promise<Plan>> = {
  submit: planSubmit,
  edit: planEdit,
  extend: planExtend,
  ask: planNote,
  answer: planNote,
  offer: planOffer,
  accept: planAccept,
  decline: planDecline,
  approve: planApprove,
  reject: planGivingBack,
  withdraw: planGivingBack,
  cancel: planGivingBack,
  end: planEnd,
  retry: planRepair,
  giveUp: planRepair,
};

/** What an allowed move does beyond the state, by its own noun; content rules are judged here (domain.md §2 "Judged again"). */
export function planMove(planning: Planning): Promise<Plan> {
  return PLANS[planning.command.move](planning);
}
