import { type Capacity, type Catalogue, totalMemoryGiB, totalVcpu } from '../capacity.ts';
import type { JudgeFacts } from '../judge.ts';
import { type Refusal, refusal } from '../refusal.ts';
import type { RequestContent } from '../request.ts';

const MEASURES = {
  vcpu: totalVcpu,
  memory: totalMemoryGiB,
} as const satisfies Record<string, (size: Capacity, catalogue: Catalogue) => number | null>;

/** R6: STAGE stays smaller than PROD: no wanted size reaches, in total vCPU or memory, what PROD's service has by contract. */
export function stageStaysSmaller({ lines }: RequestContent, facts: JudgeFacts): Refusal[] {
  if (facts.environment.kind !== 'STAGE' || facts.rules.mayReachProd) return [];
  return lines.flatMap(({ service, wanted }, index) => {
    const prod = facts.prod.find((each) => each.name === service);
    return prod ? reached(service, wanted, prod.baseline, facts.catalogue, `lines.${index}.wanted`) : [];
  });
}

function reached(service: string, wanted: Capacity, prod: Capacity, catalogue: Catalogue, path: string): Refusal[] {
  return (['vcpu', 'memory'] as const).flatMap((measure) => {
    const [has, limit] = [MEASURES[measure](wanted, catalogue), MEASURES[measure](prod, catalogue)];
    if (has === null || limit === null || !(has >= limit)) return []; // NaN: a size R17 refuses anyway
    return [refusal('reachesProd', { service, measure, wanted: has, prod: limit }, path)];
  });
}
