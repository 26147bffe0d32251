import type { Alarm } from '#domain/alarm.ts';
import { VerdictBox } from '../verdict-box.tsx';
import { providerErrorWords } from '../words/hosting.ts';
import * as words from '../words/operations.ts';
import { formatMoment } from '../words/times.ts';

/** What needs a person, each with what is wrong, where, and the next step. */
export function Alarms({ alarms, zone }: { alarms: readonly Alarm[]; zone: string }) {
  return (
    <ul className="alarms">
      {alarms.map((alarm) => (
        <li key={keyOf(alarm)}>
          <AlarmBox alarm={alarm} zone={zone} />
        </li>
      ))}
    </ul>
  );
}

function AlarmBox({ alarm, zone }: { alarm: Alarm; zone: string }) {
  if (alarm.kind === 'silentWorker') {
    const since = alarm.since === null ? null : formatMoment(alarm.since, zone);
    return <VerdictBox tone="bad" sentence={words.silentWords(since)} next={words.SILENT_NEXT} />;
  }
  if (alarm.kind === 'drift')
    return (
      <VerdictBox
        tone="warn"
        sentence={
          <>
            <a href={`/environments/${alarm.environment}`}>{alarm.environment}</a>:{' '}
            {words.driftWords(alarm, formatMoment(alarm.since, zone))}
          </>
        }
        next={words.DRIFT_NEXT}
      />
    );
  const { reference, environment, kind, error, until } = alarm;
  return (
    <VerdictBox
      tone={kind === 'late' ? 'warn' : 'bad'}
      sentence={
        <>
          <a href={`/requests/${reference}`}>{reference}</a> ({environment}) {words.alarmWords(alarm)}{' '}
          {error && providerErrorWords(error).reason}
        </>
      }
      next={words.NEXT[alarm.next](until === null ? null : formatMoment(until, zone))}
    />
  );
}

function keyOf(alarm: Alarm): string {
  if (alarm.kind === 'silentWorker') return alarm.kind;
  return alarm.kind === 'drift' ? `${alarm.environment} ${alarm.service}` : alarm.reference;
}
