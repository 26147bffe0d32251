import type { InstanceClass, ServiceSizes } from '#domain/capacity.ts';
import type { FormFields } from '#domain/form-fields.ts';
import type { PersonMove } from '#domain/lifecycle.ts';
import type { KeptAnswer } from '../form/use-answer.ts';
import type { FormMessage, RefusalShown, Twice } from '../request-form/answer.ts';

/** What a move's form answers when it was not done. Plain data. */
export type MoveAnswer = KeptAnswer & {
  move: PersonMove | null;
  messages: FormMessage[];
  refusals: RefusalShown[];
  /** what is no longer as the sender saw it; null = nothing to tell */
  changed: string[] | null;
  twice: Twice;
};

export const NO_ANSWER: MoveAnswer = {
  fields: new Map(),
  move: null,
  messages: [],
  refusals: [],
  changed: null,
  twice: {},
};

/** What the forms of one request's moves need: constants of its page. */
export type MoveSheet = {
  address: string;
  reference: string;
  version: number;
  /** of what stands, and of what is offered */
  contentHash: string | undefined;
  offeredHash: string | undefined;
  moves: PersonMove[];
  emergency: boolean;
  /** approvals that are still missing */
  approvalsMissing: number;
  decideBy: string | null;
  /** what an offer begins with: the services, their classes and the form's fields as asked */
  services: ServiceSizes[];
  classes: InstanceClass[];
  asked: FormFields;
  timeZone: string;
};
