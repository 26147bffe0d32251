// `npm run migrate`: applies pending migrations to DATABASE_URL, else to the embedded database.
import { migrate } from '#prisma/migrate.ts';
import { NO_ROLE } from './progress.ts';
import { run } from './run.ts';
import { withDatabase } from './with-database.ts';

await run((signal) =>
  withDatabase('npm run migrate', signal, async (url) => {
    const { applied, role } = await migrate(url, process.env.MIGRATE_DATABASE_URL || undefined);
    console.log(
      applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'Nothing to apply: the database is up to date.',
    );
    if (!role) console.log(NO_ROLE);
    return 0;
  }),
);
