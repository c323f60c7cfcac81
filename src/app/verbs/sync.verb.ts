import { registeredParent } from '#core/child-source.ts';
import { UserError } from '#core/user-error.ts';
import { childLines, reportLines } from './report-lines.ts';
import { fewNames } from './repository-lines.ts';
import type { VerbDeps, VerbInputs, Write } from './verb.ts';

/** Reads every source, or one; throws at the end when one could not be read, so that scripts notice. */
export async function syncVerb({ syncer }: VerbDeps, input: VerbInputs['sync'], write: Write): Promise<void> {
  const signal = new AbortController().signal;
  const unread: string[] = [];
  for (const name of input.source === undefined ? syncer.polled : [input.source]) {
    const reports = await syncer.sync(name, { signal, confirm: input.confirm ?? false, dryRun: input.dryRun ?? false });
    for (const { outcome, source } of reports) if (outcome === 'unavailable') unread.push(source);
    const [own, ...children] = reports;
    // There is nothing to read behind what registrations are children of.
    for (const text of name === registeredParent ? [] : reportLines(own)) write(text);
    for (const text of childLines(name, children)) write(text);
  }
  if (unread.length > 0)
    throw new UserError(
      'source-unread',
      `Could not be read: ${unread.slice(0, fewNames).join(', ')}${unread.length > fewNames ? ` and ${unread.length - fewNames} more` : ''}.`,
      'What was read of it before is kept; the line above says what to do.',
    );
}
