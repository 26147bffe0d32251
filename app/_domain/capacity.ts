/** Sizes (domain.md §3). A capacity is whole; a wanted one names only what changes. */
export type CapacityShape = 'tasks' | 'nodes';
/** cpu in units (1024 = 1 vCPU), memory in MiB, min ≤ desired ≤ max in tasks. */
export type TaskCapacity = { cpu: number; memory: number; min: number; desired: number; max: number };
/** instance is a class name of the catalogue, diskGiB in GiB. */
export type NodeCapacity = { instance: string; count: number; diskGiB?: number };
export type Capacity = TaskCapacity | NodeCapacity;
export type Attribute = keyof TaskCapacity | keyof NodeCapacity;
export type Wanted = Partial<TaskCapacity & NodeCapacity>;

/** One class of the catalogue; rank orders the classes of one service from small to large. memory in GiB. */
export type InstanceClass = {
  name: string;
  service: string;
  rank: number;
  vcpu: number;
  /** share of vCPU a burst class sustains, 0–1; absent = all */
  sustainedShare?: number;
  memoryGiB: number;
};
export type TaskSize = { cpu: number; memory: number };
export type Catalogue = { classes: readonly InstanceClass[]; taskSizes: readonly TaskSize[] };

/** A service of an environment with its three lasting sizes. */
export type ServiceSizes = {
  name: string;
  shape: CapacityShape;
  baseline: Capacity;
  current: Capacity;
  ceiling: Capacity;
};

export function isTasks(capacity: Capacity): capacity is TaskCapacity {
  return 'cpu' in capacity;
}
