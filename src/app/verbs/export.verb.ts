import { operator } from '#core/viewer.ts';
import { evidenceOf } from '#catalog/ownership/evidence.ts';
import { readCatalogExport } from '#catalog/sync/read-catalog-export.ts';
import type { Answering } from '../create-answering.ts';
import type { VerbDeps, Write } from './verb.ts';

/** One entity a line: `{ref, entity, relations: [{type, targetRef}], evidence, problems}`, in the order of the refs. */
export async function exportVerb({ storage, clock }: VerbDeps, answering: Answering, write: Write): Promise<void> {
  // Relations have two directions, which only the directory knows; bodies and problems are in the database only.
  const view = answering.loaded().for(operator);
  for await (const { ref, entity, source, path, line, head, problems } of readCatalogExport(storage.open.db)) {
    const entry = view.get(ref);
    if (!entry) continue;
    const { verdict, seenAt } = evidenceOf(view, entry, clock.now());
    const evidence = { source, path, line: entry.ownerLine ?? line, commit: head, seenAt, verdict: verdict ?? null, rivals: entry.rivals };
    const relations = view.relations(ref).toSorted((a, b) => order(a.type, b.type) || order(a.targetRef, b.targetRef));
    write(JSON.stringify({ ref, entity, relations, evidence, problems }));
  }
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
