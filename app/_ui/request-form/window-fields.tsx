import { Checkbox, Group, RadioGroup } from '../form/choice.tsx';
import { TextField } from '../form/field.tsx';
import { FIELDS } from '../words/fields.ts';
import * as words from '../words/form.ts';
import type { Twice } from './answer.ts';
import type { Fields } from './fields.ts';

type Props = { fields: Fields; twice: Twice; zones: readonly string[]; onZoneFocus?: () => void };

/** Start, end, zone and pre-scale; a local time that comes twice asks which. */
export function WindowFields({ fields, twice, zones, onZoneFocus }: Props) {
  return (
    <Group legend={words.WHEN} hint={words.TIMES_HINT} name="when" named>
      <EdgeFields fields={fields} twice={twice} />
      <Checkbox
        name="permanent"
        label={words.PERMANENT}
        hint={words.PERMANENT_HINT}
        defaultChecked={fields.ticked('permanent')}
      />
      <ZoneField fields={fields} zones={zones} {...(onZoneFocus && { onZoneFocus })} />
      <TextField
        {...fields.bind('prescaleMinutes', FIELDS.prescaleMinutes)}
        hint={words.PRESCALE_HINT}
        width="short"
        inputMode="numeric"
        autoComplete="off"
        placeholder="0"
      />
    </Group>
  );
}

/** Start and end as local times, and which one is meant where it comes twice. */
export function EdgeFields({ fields, twice }: Pick<Props, 'fields' | 'twice'>) {
  return (
    <>
      <div className="row">
        <TextField {...fields.bind('start', FIELDS['window.start'])} type="datetime-local" />
        <TextField {...fields.bind('end', FIELDS['window.end'])} type="datetime-local" />
      </div>
      <Which edge="start" twice={twice} fields={fields} />
      <Which edge="end" twice={twice} fields={fields} />
    </>
  );
}

/** The zone in which the times are meant; any the server knows, some to choose from. */
export function ZoneField({ fields, zones, onZoneFocus }: Omit<Props, 'twice'>) {
  return (
    <>
      <TextField
        {...fields.bind('timeZone', FIELDS['window.timeZone'])}
        hint={words.ZONE_HINT}
        width="middle"
        maxLength={100}
        list="zones"
        autoComplete="off"
        spellCheck={false}
        onFocus={onZoneFocus}
      />
      <datalist id="zones">
        {zones.map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

/** The two meanings of a local time that comes twice. */
export function Which({ edge, twice, fields }: { edge: 'start' | 'end'; twice: Twice; fields: Fields }) {
  const offsets = twice[edge];
  if (!offsets) return null;
  return (
    <RadioGroup
      name={`${edge}Choice`}
      legend={words.TWICE[edge]}
      defaultValue={fields.text(`${edge}Choice`)}
      options={[
        { value: 'first', label: words.FIRST(offsets[0]) },
        { value: 'second', label: words.SECOND(offsets[1]) },
      ]}
    />
  );
}
