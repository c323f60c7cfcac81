import { checkAgainst } from '#catalog/sync/check-against.ts';
import { UserError } from '#core/user-error.ts';
import type { VerbDeps, VerbInputs, Write } from './verb.ts';

/** What would be wrong with files in the stored catalog, a problem as JSON a line. */
export async function againstVerb({ storage }: Pick<VerbDeps, 'storage'>, given: VerbInputs['against'], write: Write): Promise<void> {
  const problems = await checkAgainst(storage.open.db, given);
  if (!problems) {
    throw new UserError('source-unknown', `No source is called ${given.source}.`, '`switchboard status` lists them.');
  }
  for (const problem of problems) write(JSON.stringify(problem));
}
