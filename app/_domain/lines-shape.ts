import { z } from 'zod';
import { SHORT_TEXT } from './free-text.ts';

const LINES_MAX = 20;
const SIZE_MAX = 2 ** 24;
const COUNT_MAX = 10_000;

const size = z.int().min(1).max(SIZE_MAX);
const tasks = z.int().min(0).max(COUNT_MAX);

const wanted = z
  .strictObject({
    cpu: size.optional(),
    memory: size.optional(),
    min: tasks.optional(),
    desired: tasks.optional(),
    max: tasks.optional(),
    instance: z
      .string()
      .max(SHORT_TEXT, { abort: true })
      .regex(/^[\w.-]+$/, 'instance')
      .optional(),
    count: z.int().min(1).max(COUNT_MAX).optional(),
    diskGiB: size.optional(),
  })
  .refine((attributes) => Object.keys(attributes).length > 0, 'nothingWanted');

/** Lines as they are asked for or offered: 1 to 20 services, each once, each with something wanted. */
export const linesShape = z
  .array(z.strictObject({ service: z.string().min(1).max(SHORT_TEXT), wanted }))
  .min(1)
  .max(LINES_MAX)
  .check(({ value, issues }) => {
    for (const [index, { service }] of value.entries())
      if (value.findIndex((line) => line.service === service) < index)
        issues.push({ code: 'custom', message: 'duplicate', input: service, path: [index, 'service'] });
  });
