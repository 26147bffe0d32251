import { TextArea, TextField } from '../form/field.tsx';
import type { Twice } from '../request-form/answer.ts';
import type { Fields } from '../request-form/fields.ts';
import { Which } from '../request-form/window-fields.tsx';
import { END_HINT, TYPED } from '../words/moves.ts';
import type { MoveSheet } from './move-answer.ts';

/** The new end of an active window, in its own zone. */
export function ExtendFields({ sheet, twice, fields }: { sheet: MoveSheet; twice: Twice; fields: Fields }) {
  return (
    <>
      <TextField {...fields.bind('end', TYPED.end)} hint={END_HINT(sheet.timeZone)} type="datetime-local" />
      <Which edge="end" twice={twice} fields={fields} />
      <input type="hidden" name="timeZone" value={sheet.timeZone} />
      <TextArea {...fields.bind('note', TYPED.why)} rows={2} />
    </>
  );
}
