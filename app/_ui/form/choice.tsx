import { described, HintAndError, type Option } from './field.tsx';

type CheckboxProps = {
  name: string;
  label: string;
  hint?: React.ReactNode;
  error?: string | null;
  defaultChecked?: boolean;
  required?: boolean;
  value?: string;
  /** several boxes of one name need their own id */
  id?: string;
  onChange?: React.ChangeEventHandler<HTMLInputElement>;
};

/** A box to tick, its label beside it. */
export function Checkbox({ name, label, hint, error, id = name, ...input }: CheckboxProps) {
  return (
    <div className={error ? 'choice wrong' : 'choice'}>
      <input {...input} {...described({ name: id, hint, error })} type="checkbox" id={id} name={name} />
      <label htmlFor={id}>{label}</label>
      <HintAndError name={id} hint={hint} error={error} />
    </div>
  );
}

type RadioProps = {
  name: string;
  legend: string;
  hint?: React.ReactNode;
  error?: string | null;
  options: readonly Option[];
  defaultValue?: string;
  onChange?: React.ChangeEventHandler<HTMLInputElement>;
};

/** One of a few, all in sight. The first carries the group's name as id, so that an error can lead to it. */
export function RadioGroup({ name, legend, hint, error, options, defaultValue, onChange }: RadioProps) {
  return (
    <Group name={name} legend={legend} hint={hint} error={error}>
      {options.map(({ value, label }, n) => {
        const id = n === 0 ? name : `${name}-${value}`;
        return (
          <div className="choice" key={value}>
            <input
              type="radio"
              id={id}
              name={name}
              value={value}
              defaultChecked={value === defaultValue}
              onChange={onChange}
            />
            <label htmlFor={id}>{label}</label>
          </div>
        );
      })}
    </Group>
  );
}

type GroupProps = {
  legend: string;
  name?: string;
  hint?: React.ReactNode;
  error?: string | null;
  /** a part of a long form: a ruled heading instead of a label */
  named?: boolean;
  /** makes it a target */
  id?: string;
  children: React.ReactNode;
};

/** Fields that belong together. */
export function Group({ legend, name = '', hint, error, named = false, id, children }: GroupProps) {
  const { 'aria-describedby': describedBy } = described({ name, hint, error });
  return (
    <fieldset
      id={id}
      className={`group${named ? ' named' : ''}${error ? ' wrong' : ''}`}
      aria-describedby={describedBy}
    >
      <legend>{legend}</legend>
      <HintAndError name={name} hint={hint} error={error} />
      {children}
    </fieldset>
  );
}
