import { type Operation, type Sighting, type Step, stepsOf } from '#domain/operation.ts';
import { Mark } from '../mark.tsx';
import * as words from '../words/operations.ts';
import { capacityWords } from '../words/sizes.ts';
import { DeedForm, DeedText } from './deeds.tsx';

type Props = {
  operation: Operation;
  seen: readonly Sighting[];
  /** whether the viewer is an operator, who confirms */
  mayConfirm: boolean;
};

/** The steps of an operation that a person carries out: from which size to which, each with its button. */
export function RunSheet({ operation, seen, mayConfirm }: Props) {
  const steps = stepsOf(operation, seen);
  const isOpen = steps.some(({ confirmed }) => !confirmed);
  return (
    <>
      <ol className="steps sheet-steps">
        {steps.map((step) => (
          <li key={step.service}>
            <span>
              {words.STEP(step.service, step.confirmed ? null : capacityWords(step.from), capacityWords(step.to))}
            </span>
            {step.confirmed && <Mark tone="good">{words.CONFIRMED}</Mark>}
            {!step.confirmed && mayConfirm && <Confirm step={step} operation={operation} />}
          </li>
        ))}
      </ol>
      {!mayConfirm && <p className="hint">{words.OPERATOR_CONFIRMS}</p>}
      {mayConfirm && isOpen && (
        <DeedForm
          deed="fail"
          kind="final"
          label={words.CANNOT}
          className="move noprint"
          hidden={{ operation: operation.id }}
        >
          <DeedText name={`reason.${operation.id}`} label={words.REASON} />
          <p className="hint">{words.CANNOT_MEANS}</p>
        </DeedForm>
      )}
    </>
  );
}

function Confirm({ step: { service }, operation }: { step: Step; operation: Operation }) {
  return (
    <DeedForm
      deed="confirm"
      label={words.CONFIRM}
      about={words.CONFIRM_OF(service)}
      hidden={{ operation: operation.id, service }}
    />
  );
}
