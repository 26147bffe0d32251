import type { EnvironmentView } from '#domain/environment-view.ts';
import { buttonClass } from '../button.tsx';
import { Facts } from '../facts.tsx';
import { LevelMark } from '../level-mark.tsx';
import { Mark } from '../mark.tsx';
import { Path, Station, Stop } from '../path.tsx';
import {
  ASK,
  ASK_HERE,
  BY_ITSELF,
  BY_ITSELF_WORDS,
  EARLIEST,
  KIND_WORDS,
  NOT_LIVE,
  ON_REQUEST,
  ON_REQUEST_WORDS,
  variationWords,
} from '../words/environments.ts';
import { formatEarliest } from '../words/times.ts';
import type { ContractPath } from './by-contract.ts';
import { FreezeMark } from './freeze-mark.tsx';

/** One contract's DEV → STAGE → PROD. brief = names and levels only. No service bars: a list of them costs too much. */
export function EnvironmentPath({ path, now, brief = false }: { path: ContractPath; now: number; brief?: boolean }) {
  return (
    <Path>
      {path.stations.map((station) => (
        <Station key={station[0]?.kind}>
          {station.map((environment) => (
            <EnvironmentStop key={environment.slug} environment={environment} now={now} brief={brief} />
          ))}
        </Station>
      ))}
    </Path>
  );
}

function EnvironmentStop({ environment, now, brief }: { environment: EnvironmentView; now: number; brief: boolean }) {
  const { slug, name, kind, region, purpose, status, variations, contractFacts, upscale, live, freezes } = environment;
  return (
    <Stop title={KIND_WORDS[kind]} name={name} href={`/environments/${slug}`} mark={<LevelMark level={status.level} />}>
      <p className="hint">
        {name} · {region}
      </p>
      {!brief && <p>{purpose}</p>}
      {!brief &&
        variations.map((variation) => (
          <p className="hint" key={variation.validFrom}>
            {variationWords(variation, contractFacts.timeZone)}
          </p>
        ))}
      {!live && (
        <Mark tone="plan" fill="hollow">
          {NOT_LIVE}
        </Mark>
      )}
      {freezes.map((freeze) => (
        <FreezeMark key={freeze.startsAt} freeze={freeze} now={now} timeZone={contractFacts.timeZone} short />
      ))}
      {!brief && <ScalingFacts environment={environment} />}
      {!brief && upscale.allowed && (
        <a
          className={buttonClass('quiet', true)}
          href={`/requests/new?environment=${slug}`}
          aria-label={ASK_HERE(name)}
        >
          {ASK}
        </a>
      )}
    </Stop>
  );
}

function ScalingFacts({ environment }: { environment: EnvironmentView }) {
  const { scaling, upscale, contractFacts } = environment;
  return (
    <Facts
      facts={[
        [BY_ITSELF, BY_ITSELF_WORDS[scaling.runtimeAutoscaling]],
        [ON_REQUEST, ON_REQUEST_WORDS[scaling.ceilingChange]],
        upscale.earliestStart !== undefined && [
          EARLIEST,
          formatEarliest(upscale.earliestStart, contractFacts.timeZone),
        ],
      ]}
    />
  );
}
