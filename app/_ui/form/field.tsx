type FieldProps = { name: string; label: string; hint?: React.ReactNode; error?: string | null };
type Described = { 'aria-describedby'?: string; 'aria-invalid'?: true };

/** Ties a control to its hint and error; a field's id is its name. */
export function described({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>): Described {
  const ids = [hint && `${name}-hint`, error && `${name}-error`].filter(Boolean).join(' ');
  return { ...(ids && { 'aria-describedby': ids }), ...(error && { 'aria-invalid': true }) };
}

/** Hint below the label, error beside the field. */
export function HintAndError({ name, hint, error }: Pick<FieldProps, 'name' | 'hint' | 'error'>) {
  return (
    <>
      {hint && (
        <p className="hint" id={`${name}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p className="error" id={`${name}-error`}>
          {error}
        </p>
      )}
    </>
  );
}

/** Label, hint, error, control: the frame of every field that is not a choice. */
function Field({ name, label, hint, error, children }: FieldProps & { children: React.ReactNode }) {
  return (
    <div className={error ? 'field wrong' : 'field'}>
      <label htmlFor={name}>{label}</label>
      <HintAndError name={name} hint={hint} error={error} />
      {children}
    </div>
  );
}

export type Width = 'short' | 'middle' | 'full';

type TextProps = FieldProps &
  Omit<React.ComponentProps<'input'>, 'name' | 'id' | 'className' | 'width'> & { width?: Width; unit?: string };

/** One line of text, a number, a date. `unit` stands after the control and is not part of its name. */
export function TextField({ name, label, hint, error, width = 'full', unit, ...input }: TextProps) {
  const control = (
    <input
      {...input}
      {...described({ name, hint, error })}
      id={name}
      name={name}
      className={width === 'full' ? 'input' : `input ${width}`}
    />
  );
  return (
    <Field name={name} label={label} hint={hint} error={error}>
      {unit ? (
        <span className="unit">
          {control}
          {unit}
        </span>
      ) : (
        control
      )}
    </Field>
  );
}

type AreaProps = FieldProps & Omit<React.ComponentProps<'textarea'>, 'name' | 'id' | 'className'>;

/** Several lines of text. */
export function TextArea({ name, label, hint, error, ...area }: AreaProps) {
  return (
    <Field name={name} label={label} hint={hint} error={error}>
      <textarea {...area} {...described({ name, hint, error })} id={name} name={name} className="input" />
    </Field>
  );
}

export type Option = { value: string; label: string };
type SelectProps = FieldProps & {
  options: readonly Option[];
  /** the first, empty option; absent = one must be chosen from the start */
  placeholder?: string;
  defaultValue?: string;
  width?: Width;
  required?: boolean;
  onChange?: React.ChangeEventHandler<HTMLSelectElement>;
};

/** One of a list. The key makes React show the returned value after a refused submission. */
export function Select({
  name,
  label,
  hint,
  error,
  options,
  placeholder,
  defaultValue,
  width = 'full',
  ...select
}: SelectProps) {
  return (
    <Field name={name} label={label} hint={hint} error={error}>
      <select
        key={defaultValue}
        {...select}
        {...described({ name, hint, error })}
        id={name}
        name={name}
        defaultValue={defaultValue}
        className={width === 'full' ? 'input' : `input ${width}`}
      >
        {placeholder !== undefined && <option value="">{placeholder}</option>}
        {options.map(({ value, label: word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </Field>
  );
}
