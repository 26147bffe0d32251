import type { EnvironmentView } from '#domain/environment-view.ts';

/** One contract's environments as its path: a station for each kind, in the order code travels. */
export type ContractPath = { first: EnvironmentView; stations: EnvironmentView[][] };

/** Environments by contract and then by kind; they come ordered so. */
export function byContract(environments: readonly EnvironmentView[]): ContractPath[] {
  const paths = new Map<string, ContractPath>();
  for (const environment of environments) {
    const path = paths.get(environment.contract) ?? { first: environment, stations: [] };
    const station = path.stations.at(-1);
    if (station?.[0]?.kind === environment.kind) station.push(environment);
    else path.stations.push([environment]);
    paths.set(environment.contract, path);
  }
  return [...paths.values()];
}
