import { UserError } from '#core/user-error.ts';
import { reportLines } from './report-lines.ts';
import type { VerbDeps, VerbInputs, Write } from './verb.ts';

/** Reads every source, or one; throws when none could be read. */
export async function syncVerb({ syncer }: VerbDeps, input: VerbInputs['sync'], write: Write): Promise<void> {
  const signal = new AbortController().signal;
  let read = 0;
  for (const name of input.source === undefined ? syncer.names : [input.source]) {
    const report = await syncer.sync(name, { signal, confirm: input.confirm ?? false, dryRun: input.dryRun ?? false });
    if (report.outcome !== 'unavailable') read += 1;
    for (const text of reportLines(report)) write(text);
  }
  if (read === 0) throw new UserError('nothing-read', 'No source could be read.', 'What was read before is kept.');
}
