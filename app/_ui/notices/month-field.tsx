import { Button } from '../button.tsx';
import { TextField } from '../form/field.tsx';
import * as words from '../words/notices.ts';

type Props = { path: string; month: string | undefined; wrong: boolean };

/** Which month of notices is listed; the choice is the address. A text that is no month stays, with what is wrong. */
export function MonthField({ path, month, wrong }: Props) {
  return (
    <form className="filter" action={path}>
      <TextField
        name="month"
        // a month picker would show nothing of a text that is none
        type={wrong ? 'text' : 'month'}
        label={words.MONTH}
        hint={words.MONTH_HINT}
        defaultValue={month ?? ''}
        error={wrong ? words.MONTH_WRONG : null}
      />
      <Button kind="quiet">{words.MONTH_DO}</Button>
    </form>
  );
}
