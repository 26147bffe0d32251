'use client';

import type { PersonMove } from '#domain/lifecycle.ts';
import type { ButtonKind } from '../button.tsx';
import { Checkbox } from '../form/choice.tsx';
import { ErrorSummary } from '../form/error-summary.tsx';
import { TextArea } from '../form/field.tsx';
import { NoticeBox } from '../form/notice-box.tsx';
import { type FormAction, useAnswer } from '../form/use-answer.ts';
import { type Fields, fieldsOfAnswer } from '../request-form/fields.ts';
import { SubmitButton } from '../submit-button.tsx';
import * as words from '../words/moves.ts';
import { ExtendFields } from './extend-fields.tsx';
import type { MoveAnswer, MoveSheet } from './move-answer.ts';
import { NO_ANSWER } from './move-answer.ts';
import { MoveRefused } from './move-refused.tsx';
import { OfferFields } from './offer-fields.tsx';

type Props = { sheet: MoveSheet; action: FormAction<MoveAnswer> };
type FormMove = keyof typeof words.MEANS | 'approve';

/** In this order: what leads on, what changes, what ends. */
const ORDER: readonly FormMove[] = [
  'approve',
  'answer',
  'accept',
  'retry',
  'extend',
  'decline',
  'ask',
  'offer',
  'reject',
  'giveUp',
  'withdraw',
  'cancel',
  'end',
];
const LEADS: readonly PersonMove[] = ['approve', 'answer', 'accept', 'retry'];
const ENDS: readonly PersonMove[] = ['reject', 'giveUp', 'withdraw', 'cancel', 'end'];

/** The moves open to the viewer, each a form of its own that works without JavaScript; what is refused stands on top of them. */
export function Moves({ sheet, action }: Props) {
  const { answer, send } = useAnswer(action, NO_ANSWER, `${sheet.address}#moves`);
  const open = ORDER.filter((move) => sheet.moves.includes(move));
  return (
    <>
      <NoticeBox notice={answer.notice} />
      <MoveRefused answer={answer} />
      {answer.move === null && <ErrorSummary errors={answer.messages} />}
      {open.map((move) => {
        const fields = fieldsOfAnswer(answer.move === move ? answer : { ...answer, fields: sheet.asked, messages: [] });
        return (
          <form key={move} action={send} className="move" noValidate>
            {answer.move === move && answer.refusals.length === 0 && <ErrorSummary errors={answer.messages} />}
            <Hidden sheet={sheet} move={move} />
            <MoveFields move={move} sheet={sheet} answer={answer} fields={fields} />
            <SubmitButton kind={kindOf(move)} name="move" value={move} describedBy={`${move}-means`}>
              {words.BUTTONS[move]}
            </SubmitButton>
            <p className="hint" id={`${move}-means`}>
              {move === 'approve' ? words.APPROVE_MEANS(sheet.approvalsMissing) : words.MEANS[move]}
            </p>
          </form>
        );
      })}
    </>
  );
}

function kindOf(move: FormMove): ButtonKind {
  if (LEADS.includes(move)) return 'primary';
  return ENDS.includes(move) ? 'final' : 'quiet';
}

/** The version and content that the sender has seen. */
function Hidden({ sheet, move }: { sheet: MoveSheet; move: FormMove }) {
  const contentHash = move === 'accept' ? sheet.offeredHash : sheet.contentHash;
  const hidden = { reference: sheet.reference, version: String(sheet.version), ...(contentHash && { contentHash }) };
  return Object.entries(hidden).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />);
}

type FieldsProps = { move: FormMove; sheet: MoveSheet; answer: MoveAnswer; fields: Fields };

/** What is typed for a move. */
function MoveFields({ move, sheet, answer, fields }: FieldsProps) {
  if (move === 'ask') return <TextArea {...fields.bind('question', words.TYPED.question)} rows={2} />;
  if (move === 'answer') return <TextArea {...fields.bind('answer', words.TYPED.answer)} rows={3} />;
  if (move === 'offer') return <OfferFields sheet={sheet} twice={answer.twice} fields={fields} />;
  if (move === 'extend') return <ExtendFields sheet={sheet} twice={answer.twice} fields={fields} />;
  if (ENDS.includes(move) && move !== 'withdraw')
    return <TextArea {...fields.bind('reason', words.TYPED.reason)} rows={2} />;
  if (move !== 'approve' || !sheet.emergency) return null;
  return (
    <Checkbox
      name="confirmEmergency"
      label={words.CONFIRM_EMERGENCY}
      hint={words.CONFIRM_HINT}
      error={fields.error('confirmEmergency')}
    />
  );
}
