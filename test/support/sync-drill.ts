import { openDb, type OpenDb } from '#db/open.ts';
import { systemClock } from '#core/clock.ts';
import { entityOf } from '#catalog/descriptor/entity-of.ts';
import { syncSource } from '#catalog/sync/sync-source.ts';
import { sql } from 'drizzle-orm/sql';
import { once } from 'node:events';
import { flushCompileCache } from 'node:module';
import { isDeepStrictEqual } from 'node:util';
import { silentLog } from './silent-log.ts';
import { readFile, ScriptedSource, sourceConfig, type Doc, type Files } from './scripted-source.ts';

// A process to be killed: `node sync-drill.ts <pglite|postgres> <folder or URL>`. It checks what it finds, says so, and
// syncs one version of a changing catalog after the other until it is ended. It begins when it is told anything, so that
// the next one can be loaded while this one runs.

const [kind, place = ''] = process.argv.slice(2);
await (kind === 'pglite' ? import('#db/open-pglite.ts') : import('#db/open-postgres.ts'));
// What is killed could not write at its end what it has compiled for the next.
flushCompileCache();
await once(process.stdin, 'data');
process.stdin.destroy();
const open = await openDb(
  kind === 'pglite' ? { kind, folder: place, log: silentLog } : { kind: 'postgres', url: place, poolSize: 2, log: silentLog },
);
let version = await checkedVersion(open);
tell({ found: version });
const source = new ScriptedSource('main');
const ctx = { db: open.db, clock: systemClock, log: silentLog };
for (;;) {
  version += 1;
  source.at(`v${version}`, worldAt(version));
  await syncSource(ctx, source, sourceConfig('main'), { signal: new AbortController().signal });
  tell({ synced: version });
}

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** 200 documents, four in a file; with each version some change, some move, some go, some come back. */
function worldAt(at: number): Files {
  const files: Record<string, Doc[]> = {};
  for (let index = 0; index < 200; index += 1) {
    if ((index * 7 + at) % 11 === 0) continue;
    const path = `d${(index + at) % 7 === 0 ? 1 : 0}/f${index >> 2}.yaml`;
    (files[path] ??= []).push({ name: `c${index}`, description: `text ${index} ${Math.floor((at + index) / 3)}` });
  }
  return files;
}

/** The version that is stored, -1 before the first; throws unless everything stored is exactly of that version. */
async function checkedVersion({ db }: OpenDb): Promise<number> {
  const [row] = await db.rows<{ head: string | null }>(sql`select head from source`);
  const at = row?.head ? Number(row.head.slice(1)) : -1;
  const files = Object.entries(at === -1 ? {} : worldAt(at)).map(([path, docs]) => readFile(path, docs));
  const claims = files
    .flatMap((file) => file.descriptors)
    .map((found) => [found.ref, found.path, found.doc, found.hash, true, entityOf(found)]);
  const stored = await db.rows<Record<string, unknown>>(sql`select ref, path, doc, hash, holder, entity from descriptor order by ref`);
  same(
    'entities',
    stored.map((found) => [found['ref'], found['path'], found['doc'], found['hash'], found['holder'], found['entity']]),
    claims.toSorted(byFirst),
  );
  const known = await db.rows<{ path: string; blob: string }>(sql`select path, blob from source_file order by path`);
  same(
    'files',
    known.map(({ path, blob }) => [path, blob]),
    files.map(({ path, blob }) => [path, blob]).toSorted(byFirst),
  );
  const [told] = await db.rows(sql`
    select (select count(*) - coalesce(max(seq), 0) from catalog_change) as missing, (select count(distinct uid) from descriptor) as identities,
      (select count(*) from tombstone t join descriptor d on d.ref = t.ref) as undead`);
  same('feed', told, { missing: 0, identities: claims.length, undead: 0 });
  return at;
}

function same(what: string, found: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(found, wanted)) throw new Error(`${what} are not as they were written: ${JSON.stringify(found).slice(0, 500)}`);
}

function byFirst(a: unknown[], b: unknown[]): number {
  return String(a[0]) < String(b[0]) ? -1 : 1;
}
