import { type Attribute, type Capacity, isTasks, type TaskSize } from '#domain/capacity.ts';

/** What an attribute is called, on screen and in refusals. */
const ATTRIBUTES: Record<Attribute, string> = {
  cpu: 'CPU per task',
  memory: 'Memory per task',
  min: 'Min tasks',
  desired: 'Desired tasks',
  max: 'Max tasks',
  instance: 'Instance class',
  count: 'Count',
  diskGiB: 'Disk (GiB)',
};

export function attributeWords(attribute: Attribute): string {
  return ATTRIBUTES[attribute];
}

/** A service's name as it is shown. */
export function serviceWords(name: string): string {
  return name === 'key_value_store' ? 'key-value store' : name;
}

/** One value of an attribute with its unit: '½ vCPU', '4 tasks', 'db.m6g.large'. */
export function valueWords(attribute: Attribute, value: number | string): string {
  const amount = Number(value);
  if (attribute === 'instance') return String(value);
  if (attribute === 'cpu') return cpuWords(amount);
  if (attribute === 'memory') return memoryWords(amount);
  if (attribute === 'diskGiB') return gibWords(amount);
  return counted(amount, attribute === 'count' ? 'node' : 'task');
}

/** '½ vCPU · 1 GiB a task' */
export function taskSizeWords({ cpu, memory }: TaskSize): string {
  return `${cpuWords(cpu)} · ${memoryWords(memory)} a task`;
}

/** A whole size in words: '1–4 tasks, 2 desired · ½ vCPU · 1 GiB a task' or '1 × db.t4g.medium · 100 GiB disk'. */
export function capacityWords(capacity: Capacity): string {
  if (isTasks(capacity)) {
    const { min, desired, max } = capacity;
    const tasks = min === max ? counted(max, 'task') : `${min}–${max} tasks, ${desired} desired`;
    return `${tasks} · ${taskSizeWords(capacity)}`;
  }
  const disk = capacity.diskGiB === undefined ? '' : ` · ${gibWords(capacity.diskGiB)} disk`;
  return `${capacity.count} × ${capacity.instance}${disk}`;
}

/** vCPU in total: '2½ vCPU'. */
export function vcpuWords(vcpu: number): string {
  const whole = Math.floor(vcpu);
  const fraction = { 0.25: '¼', 0.5: '½', 0.75: '¾' }[vcpu - whole];
  return `${fraction ? `${whole || ''}${fraction}` : numberWords(vcpu)} vCPU`;
}

/** GiB in total: '6.38 GiB'. */
export function gibWords(gib: number): string {
  return `${numberWords(gib)} GiB`;
}

/** A number with groups of thousands and at most two decimals: '41,666'. */
export function numberWords(value: number): string {
  return NUMBERS.format(value);
}

const NUMBERS = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

function cpuWords(units: number): string {
  return vcpuWords(units / 1024);
}

function memoryWords(mib: number): string {
  return mib < 1024 ? `${numberWords(mib)} MiB` : gibWords(mib / 1024);
}

/** '1 task', '4 tasks' */
export function counted(count: number, noun: string): string {
  return `${numberWords(count)} ${noun}${count === 1 ? '' : 's'}`;
}
