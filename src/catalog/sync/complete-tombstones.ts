import type { Ref } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import { lockCatalog, writeFeed } from './write-feed.ts';
import type { SyncCtx } from './sync-source.ts';

/** What is asked of a source's history. */
interface RemovalQuestion {
  /** Head at which it was still there; null when not known. */
  from: string | null;
  /** Head at which it was missing. */
  to: string;
  branch: string | null;
  path: string;
  /** Whether a version of that file has the document. */
  mentions: (text: string) => boolean;
}

export type FindRemoval = (question: RemovalQuestion) => Promise<{ commit: string; author: string } | undefined>;

/**
 * Finds by which commit each removed entity of a source went, and writes it into its tombstone. Asks once for each, and
 * for at most 50 in one go, the newest first; outside of any transaction, because asking may need the network. Gives
 * how many were found. Throws what `findRemoval` throws; what was found before that is kept.
 */
export async function completeTombstones(ctx: SyncCtx, source: string, findRemoval: FindRemoval): Promise<number> {
  const open = await ctx.db.rows<OpenTombstone>(sql`
    select t.ref, t.uid, t.name, t.path, t.from_commit as "from", t.to_commit as "to", s.branch
    from tombstone t join source s on s.name = t.source
    where t.source = ${source} and t.to_commit is not null and not t.searched order by t.removed_at desc, t.ref limit 50`);
  let found = 0;
  for (const tombstone of open) {
    const { from, to, branch, path } = tombstone;
    const removal = await findRemoval({ from, to, branch, path, mentions: naming(tombstone.name) });
    if (removal) found += 1;
    await write(ctx, { ...tombstone, source }, removal);
  }
  return found;
}

interface OpenTombstone {
  ref: Ref;
  uid: string;
  name: string;
  path: string;
  from: string | null;
  to: string;
  branch: string | null;
}

async function write(
  ctx: SyncCtx,
  tombstone: OpenTombstone & { source: string },
  removal: { commit: string; author: string } | undefined,
): Promise<void> {
  const { ref, uid, source, to } = tombstone;
  const { commit = null, author = null } = removal ?? {};
  await ctx.db.transaction(async (tx) => {
    await lockCatalog(tx);
    // The ref may be back, or gone again, since it was asked for.
    const rows = await tx.rows(sql`
      update tombstone set searched = true, commit = ${commit}, author = ${author}
      where ref = ${ref} and uid = ${uid} and to_commit = ${to} returning ref`);
    if (rows.length === 0 || !removal) return;
    const after = { commit, author };
    await writeFeed(tx, [{ source, uid, ref, op: 'removed', field: 'commit', before: null, after, commit }], ctx.clock.now());
  });
}

/** Whether a text has a document of this name: a `name` with it, in block or flow style, however quoted. */
function naming(name: string): (text: string) => boolean {
  const line = new RegExp(`(?:^|[\\s{,])["']?name["']?\\s*:\\s*["']?${name.replaceAll(/[^\w]/g, '\\$&')}["']?\\s*(?:[,}#]|$)`, 'im');
  return (text) => line.test(text);
}
