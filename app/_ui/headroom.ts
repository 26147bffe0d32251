import { type Capacity, type Catalogue, isTasks, totalMemoryGiB, totalVcpu } from '#domain/capacity.ts';

/** In what the sizes of one picture are counted: what they differ in. */
export type Measure = 'task' | 'node' | 'vcpu' | 'memory' | 'disk';

/** The measure in which these sizes of one service can be compared: counts, else totals of vCPU, memory (GiB) or disk (GiB). */
export function measureOf(sizes: readonly Capacity[], catalogue: Catalogue): Measure {
  const differ = (read: (size: Capacity) => unknown) => new Set(sizes.map(read)).size > 1;
  if (sizes.every(isTasks)) {
    if (differ((size) => isTasks(size) && size.cpu)) return 'vcpu';
    return differ((size) => isTasks(size) && size.memory) ? 'memory' : 'task';
  }
  const known = sizes.every((size) => totalMemoryGiB(size, catalogue) !== null);
  if (known && differ((size) => !isTasks(size) && size.instance)) return 'memory';
  const onlyDisk = !differ((size) => !isTasks(size) && size.count) && differ((size) => !isTasks(size) && size.diskGiB);
  return onlyDisk ? 'disk' : 'node';
}

/** A size in one measure: tasks at most, nodes, vCPU or GiB. */
export function amountOf(size: Capacity, measure: Measure, catalogue: Catalogue): number {
  if (measure === 'vcpu') return totalVcpu(size, catalogue) ?? 0;
  if (measure === 'memory') return totalMemoryGiB(size, catalogue) ?? 0;
  if (isTasks(size)) return size.max;
  return measure === 'disk' ? (size.diskGiB ?? 0) : size.count;
}
