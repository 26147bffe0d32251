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

const ATTRIBUTES = {
  tasks: ['cpu', 'memory', 'min', 'desired', 'max'],
  nodes: ['instance', 'count', 'diskGiB'],
} as const satisfies Record<CapacityShape, readonly Attribute[]>;

/** The attributes that size a service of a shape, in the order they are shown. */
export function attributesOf(shape: CapacityShape): readonly Attribute[] {
  return ATTRIBUTES[shape];
}

/** The whole size that is asked for. Attributes of the other shape are kept, so that R17 can name and refuse them. */
export function mergeWanted(baseline: Capacity, wanted: Wanted): Capacity {
  const changes = Object.entries(wanted).filter(([, value]) => value !== undefined);
  return { ...baseline, ...Object.fromEntries(changes) };
}

/** The value of one attribute, undefined where the capacity does not have it. */
export function attributeOf(capacity: Capacity, attribute: Attribute): number | string | undefined {
  return (capacity as Wanted)[attribute];
}

/** The place of an instance class among the service's own, counted from 0, small to large; -1 = not one of them. */
export function cataloguePosition(instance: string, service: string, catalogue: Catalogue): number {
  return classesOf(service, catalogue).findIndex((each) => each.name === instance);
}

/** The instance classes of a service, small to large. */
export function classesOf(service: string, catalogue: Catalogue): InstanceClass[] {
  return catalogue.classes.filter((each) => each.service === service).sort((a, b) => a.rank - b.rank);
}

/** Below, at or above: negative, 0 or positive, by one attribute of a service. Classes compare by their place in the catalogue. */
export function compareAttribute(
  attribute: Attribute,
  a: Capacity,
  b: Capacity,
  service: string,
  catalogue: Catalogue,
): number {
  const [left, right] = [attributeOf(a, attribute), attributeOf(b, attribute)];
  if (left === right) return 0;
  const size = (value: typeof left) =>
    typeof value === 'string' ? cataloguePosition(value, service, catalogue) : (value ?? 0);
  return size(left) - size(right);
}

/** Whether a size lies above another of the same service in at least one attribute. */
export function isAbove(a: Capacity, b: Capacity, service: ServiceSizes, catalogue: Catalogue): boolean {
  return attributesOf(service.shape).some(
    (attribute) => compareAttribute(attribute, a, b, service.name, catalogue) > 0,
  );
}

/** Nominal vCPU of all tasks at max or all nodes (burst shares left aside); null = the class is not in the catalogue. */
export function totalVcpu(capacity: Capacity, catalogue: Catalogue): number | null {
  if (isTasks(capacity)) return (capacity.cpu / 1024) * capacity.max;
  const found = catalogue.classes.find((each) => each.name === capacity.instance);
  return found ? found.vcpu * capacity.count : null;
}

/** Memory in GiB of all tasks at max or all nodes; null = the class is not in the catalogue. */
export function totalMemoryGiB(capacity: Capacity, catalogue: Catalogue): number | null {
  if (isTasks(capacity)) return (capacity.memory / 1024) * capacity.max;
  const found = catalogue.classes.find((each) => each.name === capacity.instance);
  return found ? found.memoryGiB * capacity.count : null;
}

/** Whether a size can be stored as it is: attributes of one shape only, min ≤ desired ≤ max. */
export function isOrdered(capacity: Capacity): boolean {
  const known: readonly string[] = attributesOf(isTasks(capacity) ? 'tasks' : 'nodes');
  if (!Object.keys(capacity).every((name) => known.includes(name))) return false;
  return !isTasks(capacity) || (capacity.min <= capacity.desired && capacity.desired <= capacity.max);
}
