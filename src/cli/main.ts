import { Command, CommanderError, Option } from 'commander';
import { UserError } from '#core/user-error.ts';
import type { VerbInputs } from '#app/verbs/verb.ts';
import type { ValidateFlags } from './validate.ts';
import packageJson from '../../package.json' with { type: 'json' };

/** The command line. Each command loads only what it needs: `sync --once` must not wait for Slack's libraries. */
const program = new Command('switchboard')
  .description(packageJson.description)
  .version(packageJson.version)
  .showHelpAfterError('(switchboard --help shows what there is)')
  .exitOverride();

program
  .command('start')
  .description('serve Slack, health endpoints and background work until stopped')
  .action(async () => (await import('../main.ts')).main());

program
  .command('ask')
  .description('answer a command line here in the terminal, such as "/whoowns payments"')
  .argument('<command line>')
  .option('--json', "print Slack's payload instead of text")
  .option('--as <email>', 'answer as this person would see it; default: the operator, who sees all')
  .action(async (line: string, options: { json?: true; as?: string }) => runVerb('ask', { line, ...options }));

program
  .command('validate')
  .description('check descriptor files: prints file:line: problem — how to fix it; exits 1 on errors')
  .argument('<paths...>', 'files or folders')
  .addOption(new Option('--format <format>', 'how problems are printed').choices(['text', 'github']).default('text'))
  .option('--against <source>', 'check as well what they name in the catalog, as if they were files of this source')
  .action(async (paths: string[], options: ValidateFlags) => (await import('./validate.ts')).validate(paths, options));

program
  .command('sync')
  .description('read every source now')
  .option('--once', 'one round, then stop (the default)')
  .option('--confirm', 'apply the removals that were held back, exactly the set that `status` shows')
  .option('--dry-run', 'print what would change and change nothing')
  .option('--source <name>', 'only this source')
  .action(async (options: { confirm?: true; dryRun?: true; source?: string }) => runVerb('sync', options));

program
  .command('export')
  .description('the whole catalog as NDJSON: {ref, entity, relations, evidence, problems} a line')
  .action(async () => runVerb('export', {}));

program
  .command('manifest')
  .description('print the Slack app manifest that fits the configuration')
  .option('--url <https address>', 'where Slack reaches this Switchboard')
  .option('--socket-mode', 'needs no address; the default when SLACK_APP_TOKEN is set')
  .action(async (options: { url?: string; socketMode?: true }) => (await import('./manifest.ts')).printManifest(options));

program
  .command('migrate')
  .description('bring the database to the newest schema')
  .action(async () => (await import('./migrate.ts')).migrateDatabase());

program
  .command('status')
  .description('sources, their age and problems, removals held back')
  .option('--problems', 'list every problem')
  .action(async (options: { problems?: true }) => runVerb('status', options));

// Whoever reads us may have seen enough, as in `export | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = explain(error);
}

async function runVerb<V extends keyof VerbInputs>(verb: V, input: VerbInputs[V]): Promise<void> {
  await (await import('#app/verbs/run-verb.ts')).runVerb(verb, input);
}

/** Says what went wrong; the exit code. */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof UserError) {
    console.error(`${error.message}\n${error.hint}`);
    return 1;
  }
  console.error(error);
  console.error('This is a bug in Switchboard: please report it with the lines above.');
  return 70;
}
