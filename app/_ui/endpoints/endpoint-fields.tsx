import { Group } from '../form/choice.tsx';
import { Select, TextField } from '../form/field.tsx';
import type { Fields } from '../request-form/fields.ts';
import * as words from '../words/endpoints.ts';
import { FIELDS } from '../words/fields.ts';
import { serviceWords } from '../words/sizes.ts';
import type { FormSheet } from './answer.ts';

/** All that is said of what is probed. */
export function EndpointFields({ fields, sheet }: { fields: Fields; sheet: Pick<FormSheet, 'kinds' | 'services'> }) {
  const { bind } = fields;
  const text = (name: keyof typeof FIELDS) => ({ ...bind(name, FIELDS[name]), autoComplete: 'off' });
  const number = (name: keyof typeof FIELDS) => ({
    ...text(name),
    inputMode: 'numeric' as const,
    width: 'short' as const,
  });
  return (
    <>
      <TextField {...text('name')} hint={words.NAME_HINT} required />
      <Select
        {...bind('kind', FIELDS.kind)}
        options={sheet.kinds.map((kind) => ({ value: kind, label: words.KIND_WORDS[kind] }))}
      />
      <TextField {...text('target')} hint={words.TARGET_HINT} spellCheck={false} required />
      <Select
        {...bind('service', FIELDS.service)}
        hint={words.SERVICE_HINT}
        placeholder={words.WHOLE_ENVIRONMENT}
        options={sheet.services.map((name) => ({ value: name, label: serviceWords(name) }))}
      />
      <Group legend={words.EXPECTED} named>
        <TextField {...text('expectStatus')} hint={words.STATUS_HINT} width="middle" />
        <TextField {...text('expectText')} hint={words.TEXT_HINT} />
        <TextField {...number('slowMs')} hint={words.SLOW_HINT} />
        <TextField {...number('certificateDays')} hint={words.CERTIFICATE_HINT} required />
      </Group>
      <Group legend={words.RHYTHM} named>
        <TextField {...number('intervalSeconds')} hint={words.INTERVAL_HINT} required />
        <TextField {...number('timeoutMs')} hint={words.TIMEOUT_HINT} required />
        <TextField {...number('retries')} hint={words.RETRIES_HINT} required />
      </Group>
    </>
  );
}
