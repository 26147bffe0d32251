// `npm run token -- EMAIL [--write]`: the token alone on stdout.
import { say } from './progress.ts';
import { run } from './run.ts';
import { withDatabase } from './with-database.ts';

const USAGE = 'Usage: npm run token -- EMAIL [--write]';

await run(async (signal) => {
  const args = process.argv.slice(2);
  const emails = args.filter((arg) => arg !== '--write');
  const [email] = emails;
  if (!email || emails.length > 1 || email.startsWith('-')) {
    say(USAGE);
    return 1;
  }
  return withDatabase('npm run token', signal, async () => {
    const { issueToken } = await import('../access/tokens.ts');
    const write = args.includes('--write');
    const issued = await issueToken(email, { write, name: `made by npm run token` });
    if (issued.kind === 'notFound') {
      say(`Nobody who may sign in has the e-mail address ${email}.`);
      return 1;
    }
    say(`A token that may ${write ? 'read and change' : 'only read'} what ${email} may. It is shown this once.`);
    console.log(issued.value);
    return 0;
  });
});
