import type { NoticeDeed } from '#domain/notice.ts';
import { IMPACTS } from '#domain/status.ts';
import type { NoticeKind } from '#domain/status-view.ts';
import { Group } from '../form/choice.tsx';
import { Select, TextArea, TextField } from '../form/field.tsx';
import type { Twice } from '../request-form/answer.ts';
import type { Fields } from '../request-form/fields.ts';
import { EdgeFields, Which, ZoneField } from '../request-form/window-fields.tsx';
import { FIELDS } from '../words/fields.ts';
import * as words from '../words/notices.ts';

type Props = { fields: Fields; kind: NoticeKind };

/** What it is called and what it does. */
export function AboutFields({ fields, kind, children }: Props & { children?: React.ReactNode }) {
  return (
    <Group legend={words.ABOUT} named>
      <TextField
        {...fields.bind('title', FIELDS.title)}
        hint={words.TITLE_HINT[kind]}
        maxLength={200}
        autoComplete="off"
      />
      <ImpactField fields={fields} kind={kind} />
      {children}
    </Group>
  );
}

/** What it does to what it affects. */
export function ImpactField({ fields, kind }: Props) {
  return (
    <Select
      {...fields.bind('impact', FIELDS.impact)}
      hint={words.IMPACT_HINT[kind]}
      width="middle"
      options={IMPACTS.map((value) => ({ value, label: words.impactWords(value, kind) }))}
    />
  );
}

/** How far an incident is; a new one is not resolved. */
export function StateField({ fields, isNew }: { fields: Fields; isNew: boolean }) {
  return (
    <Select
      {...fields.bind('state', FIELDS.state)}
      hint={words.STATE_HINT[isNew ? 'open' : 'any']}
      width="middle"
      options={isNew ? words.STATES.slice(0, -1) : words.STATES}
    />
  );
}

/** What is said, in Markdown. */
export function TextOf({ fields, deed }: { fields: Fields; deed: NoticeDeed | 'create' }) {
  const label = words.TEXT_LABEL[deed] ?? FIELDS.text;
  return <TextArea {...fields.bind('text', label)} hint={words.TEXT_HINT} rows={6} maxLength={4000} />;
}

type TimesProps = Props & { twice: Twice; zones: readonly string[]; begun: boolean };

/** When an incident began, or from when to when a maintenance is planned; of a running one only the end changes. */
export function TimeFields({ fields, kind, twice, zones, begun }: TimesProps) {
  const isPlan = kind === 'MAINTENANCE';
  return (
    <Group legend={words.WHEN} hint={isPlan ? words.PLAN_HINT : words.BEGAN_HINT} name="when" named>
      {isPlan && !begun ? <EdgeFields fields={fields} twice={twice} /> : null}
      {isPlan && begun && <EndField fields={fields} twice={twice} />}
      {!isPlan && (
        <>
          <TextField {...fields.bind('start', FIELDS['window.start'])} type="datetime-local" width="middle" />
          <Which edge="start" twice={twice} fields={fields} />
        </>
      )}
      <ZoneField fields={fields} zones={zones} />
    </Group>
  );
}

/** Another end. */
export function EndField({ fields, twice }: Pick<TimesProps, 'fields' | 'twice'>) {
  return (
    <>
      <TextField {...fields.bind('end', FIELDS['window.end'])} type="datetime-local" width="middle" />
      <Which edge="end" twice={twice} fields={fields} />
    </>
  );
}
