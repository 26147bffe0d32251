import type { EnvironmentView } from '#domain/environment-view.ts';
import { may } from '#domain/policy.ts';
import { refusal } from '#domain/refusal.ts';
import { EmptyState } from '../empty-state.tsx';
import { byContract } from '../environments/by-contract.ts';
import { AskVerdict } from '../environments/environment-parts.tsx';
import { Path, Station, Stop } from '../path.tsx';
import { EMPTY, EMPTY_TEXT, KIND_WORDS } from '../words/environments.ts';
import { RefusalBoxes } from './refusal-boxes.tsx';

/** Which environment to ask for: those of the contracts on which the viewer may ask, each with what may be asked and why not. */
export function EnvironmentChoice({ environments }: { environments: readonly EnvironmentView[] }) {
  const [first] = environments;
  if (!first) return <EmptyState title={EMPTY}>{EMPTY_TEXT}</EmptyState>;
  const open = environments.filter(({ standings }) => may('ask', standings));
  if (open.length === 0) {
    const { managers, productOwner, timeZone } = first.contractFacts;
    const isOnly = environments.every(({ contract }) => contract === first.contract);
    const contact = isOnly ? { managers, productOwner } : { managers: [] };
    const refused = refusal('notCustomer', { standing: first.standings[0] ?? 'partner' });
    return <RefusalBoxes refusals={[refused]} context={{ contact, timeZone }} />;
  }
  return byContract(open).map(({ first: { contract, contractFacts }, stations }) => (
    <section className="contract" key={contract}>
      <h2>
        {contractFacts.organisation} <span>{contract}</span>
      </h2>
      <Path>
        {stations.map((station) => (
          <Station key={station[0]?.kind}>
            {station.map((environment) => (
              <Stop
                key={environment.slug}
                title={KIND_WORDS[environment.kind]}
                name={environment.name}
                href={`/environments/${environment.slug}`}
              >
                <p className="hint">{environment.slug}</p>
                <AskVerdict environment={environment} />
              </Stop>
            ))}
          </Station>
        ))}
      </Path>
    </section>
  ));
}
