import { Checkbox, Group } from '../form/choice.tsx';
import { Select, TextArea, TextField } from '../form/field.tsx';
import { FIELDS } from '../words/fields.ts';
import * as words from '../words/form.ts';
import type { Fields } from './fields.ts';

type Props = { fields: Fields };
const NUMBER = { inputMode: 'decimal', autoComplete: 'off', width: 'short' } as const;

/** What the capacity is for. */
export function PurposeFields({ fields }: Props) {
  return (
    <Group legend={words.WHY} named>
      <Select
        {...fields.bind('purpose', FIELDS.purpose)}
        placeholder={words.PURPOSE_NONE}
        options={PURPOSE_OPTIONS}
        width="middle"
      />
      <TextArea {...fields.bind('reason', FIELDS.reason)} hint={words.REASON_HINT} />
    </Group>
  );
}

/** The traffic that is expected, and what a load test has to say. */
export function TrafficFields({ fields, showLoadTest }: Props & { showLoadTest: boolean }) {
  return (
    <>
      <Group legend={words.TRAFFIC} name="traffic" hint={words.TRAFFIC_HINT} named>
        <div className="row">
          <TextField {...fields.bind('peakRps', FIELDS['expected.peakRps'])} {...NUMBER} />
          <TextField {...fields.bind('ordersPerHour', FIELDS['expected.ordersPerHour'])} {...NUMBER} />
        </div>
      </Group>
      <div hidden={!showLoadTest}>
        <Group legend={words.LOAD_TEST} name="loadTest" hint={words.LOAD_TEST_HINT} named>
          <TextField {...fields.bind('tool', FIELDS['loadTest.tool'])} autoComplete="off" width="middle" />
          <div className="row">
            <TextField {...fields.bind('dataShare', FIELDS['loadTest.dataSharePercent'])} {...NUMBER} />
            <TextField {...fields.bind('trafficShare', FIELDS['loadTest.trafficSharePercent'])} {...NUMBER} />
          </div>
          <TextArea
            {...fields.bind('generators', FIELDS['loadTest.generators'])}
            hint={words.GENERATORS_HINT}
            spellCheck={false}
            rows={2}
          />
        </Group>
      </div>
    </>
  );
}

/** The effect on consistency (R11): which environments follow, or why none does. */
export function EffectFields({ fields, others }: Props & { others: readonly string[] }) {
  return (
    <Group legend={words.EFFECT} named>
      <TextArea {...fields.bind('note', FIELDS['consistency.note'])} hint={words.EFFECT_HINT} />
      {others.length > 0 && (
        <Group legend={words.FOLLOW} id="follow" name="follow" error={fields.error('follow')}>
          {others.map((slug) => (
            <Checkbox
              key={slug}
              name="follow"
              id={`follow-${slug}`}
              value={slug}
              label={slug}
              defaultChecked={fields.ticked('follow', slug)}
            />
          ))}
        </Group>
      )}
    </Group>
  );
}

/** Who can be reached, who orders, who hears of it. */
export function PeopleFields({ fields }: Props) {
  return (
    <Group legend={words.PEOPLE} named>
      <TextField {...fields.bind('contact', FIELDS.contact)} hint={words.CONTACT_HINT} />
      <TextField {...fields.bind('purchaseOrder', FIELDS.purchaseOrder)} autoComplete="off" width="middle" />
      <TextArea {...fields.bind('watchers', FIELDS.watchers)} hint={words.WATCHERS_HINT} spellCheck={false} rows={2} />
      <Checkbox
        name="authority"
        label={FIELDS.authority}
        hint={words.AUTHORITY_HINT}
        error={fields.error('authority')}
        defaultChecked={fields.ticked('authority')}
      />
    </Group>
  );
}

/** What cannot wait for the lead time (R15). */
export function EmergencyFields({ fields }: Props) {
  return (
    <Group legend={words.URGENT} named>
      <Checkbox
        name="emergency"
        label={FIELDS.emergency}
        hint={words.EMERGENCY_HINT}
        error={fields.error('emergency')}
        defaultChecked={fields.ticked('emergency')}
      />
      <TextArea {...fields.bind('emergencyReason', FIELDS['emergency.reason'])} rows={2} />
    </Group>
  );
}

const PURPOSE_OPTIONS = Object.entries(words.PURPOSE_WORDS).map(([value, label]) => ({ value, label }));
