import { Prisma } from '#prisma/generated/client.ts';

/** What PostgreSQL said under Prisma's error: the SQLSTATE and the constraint's name, where it named one. */
function cause(error: unknown): { code: string; text: string } {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return { code: '', text: '' };
  const adapter = (error.meta as { driverAdapterError?: { cause?: { originalCode?: string } } } | undefined)
    ?.driverAdapterError;
  return { code: adapter?.cause?.originalCode ?? error.code, text: JSON.stringify(error.meta ?? {}) + error.message };
}

/** Whether an error is the exclusion constraint of R14: another window took the place between reading and writing. */
export function claimTaken(error: unknown): boolean {
  return cause(error).code === '23P01';
}

/** Whether an error is the unique submission id: the same form was sent twice at once. */
export function repeatedSubmission(error: unknown): boolean {
  const { code, text } = cause(error);
  return (code === '23505' || code === 'P2002') && text.includes('submissionId');
}
