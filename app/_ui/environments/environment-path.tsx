import type { EnvironmentView } from '#domain/environment-view.ts';
import { buttonClass } from '../button.tsx';
import { Facts } from '../facts.tsx';
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
import { StopDays, StopMarks, type Told } from './stop-status.tsx';

type PathProps = { path: ContractPath; told: Told; brief?: boolean };

/** One contract's DEV → STAGE → PROD. brief = names and levels only. No service bars: a list of them costs too much. */
export function EnvironmentPath({ path, told, brief = false }: PathProps) {
  return (
    <Path>
      {path.stations.map((station) => (
        <Station key={station[0]?.kind}>
          {station.map((environment) => (
            <EnvironmentStop key={environment.slug} environment={environment} told={told} brief={brief} />
          ))}
        </Station>
      ))}
    </Path>
  );
}

type StopProps = { environment: EnvironmentView; told: Told; brief: boolean };

function EnvironmentStop({ environment, told, brief }: StopProps) {
  const { slug, name, kind, region, purpose, variations, contractFacts, upscale, live, freezes } = environment;
  const status = told.known.get(slug);
  return (
    <Stop
      title={KIND_WORDS[kind]}
      name={name}
      href={`/environments/${slug}`}
      mark={<StopMarks environment={environment} told={told} />}
    >
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
        <FreezeMark key={freeze.startsAt} freeze={freeze} now={told.now} timeZone={contractFacts.timeZone} short />
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
      {!brief && status && <StopDays environment={status} now={told.now} />}
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
