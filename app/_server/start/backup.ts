// `npm run backup -- FILE`: the whole installation, as it is at one moment, in one file.
import { requireNew, writeBackup } from '../backup/write.ts';
import { fileArgument, sizesOf } from './backup-file.ts';
import { say } from './progress.ts';
import { run } from './run.ts';
import { withDatabase } from './with-database.ts';

const USAGE = 'Usage: npm run backup -- FILE';

await run(async (signal) => {
  const file = fileArgument();
  if (!file) {
    say(USAGE);
    return 1;
  }
  requireNew(file);
  return withDatabase('npm run backup', signal, async (url) => {
    const backup = await writeBackup(process.env.MIGRATE_DATABASE_URL || url, file, signal);
    const { record } = backup.header;
    console.log(`Backed up to ${file}: ${sizesOf(backup)}.`);
    console.log(`It ends with entry ${record.n} of the record, ${record.hash}.`);
    return 0;
  });
});
