// `npm run restore -- FILE`: a backup into an empty database, whole or not at all.
import { checkBackup } from '../backup/read.ts';
import { requireKnown, restore } from '../backup/restore.ts';
import { fileArgument, sizesOf } from './backup-file.ts';
import { anchorFile } from './folder.ts';
import { say, step } from './progress.ts';
import { run } from './run.ts';
import { withDatabaseAlone } from './with-database.ts';

const USAGE = 'Usage: npm run restore -- FILE';

await run(async (signal) => {
  const file = fileArgument();
  if (!file) {
    say(USAGE);
    return 1;
  }
  const backup = await step('Checking the backup', () => checkBackup(file));
  const { header } = backup;
  requireKnown(header);
  const anchor = anchorFile(process.env.DATABASE_URL || undefined);
  return withDatabaseAlone('npm run restore', signal, async (url) => {
    const target = { url, ownerUrl: process.env.MIGRATE_DATABASE_URL || url, anchor };
    const head = await restore(target, file, header, Date.now());
    console.log(`Restored from ${file} of ${header.at}: ${sizesOf(backup)}.`);
    console.log(
      `The record ends with entry ${head.n}, ${head.hash}. Everyone signs in again; API tokens are made anew.`,
    );
    return 0;
  });
});
