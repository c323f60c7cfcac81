import { registeredParent } from '#core/child-source.ts';
import { UserError } from '#core/user-error.ts';
import { reportLines } from './report-lines.ts';
import type { VerbDeps, VerbInputs, Write } from './verb.ts';

/** Reads every source, or one; throws at the end when one could not be read, so that scripts notice. */
export async function syncVerb({ syncer }: VerbDeps, input: VerbInputs['sync'], write: Write): Promise<void> {
  const signal = new AbortController().signal;
  const unread: string[] = [];
  for (const name of input.source === undefined ? syncer.polled : [input.source]) {
    const reports = await syncer.sync(name, { signal, confirm: input.confirm ?? false, dryRun: input.dryRun ?? false });
    // There is nothing to read behind what registrations are children of.
    for (const report of name === registeredParent ? reports.slice(1) : reports) {
      if (report.outcome === 'unavailable') unread.push(report.source);
      for (const text of reportLines(report)) write(text);
    }
  }
  if (unread.length > 0)
    throw new UserError(
      'source-unread',
      `Could not be read: ${unread.join(', ')}.`,
      'What was read of it before is kept; the line above says what to do.',
    );
}
