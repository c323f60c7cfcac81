import { sql } from 'drizzle-orm/sql';
import type { Db } from '#core/db.ts';
import type { GitHubWorld } from '../github/world.ts';
import { catalogFile, nameIn } from './history.ts';

/** A row of a table, by column. */
export type Row = Record<string, unknown>;

/** What a catalog says, without what only tells when it was written. */
export interface Contents {
  sources: Row[];
  claims: Row[];
  files: Row[];
  problems: Row[];
  tombstones: Row[];
  /** Entries in the feed, and the last number: the same when there are no holes. */
  feed: Row[];
}

export async function readContents(db: Db): Promise<Contents> {
  return {
    sources: await db.rows(sql`
      select name, type, parent, origin, authority, position, web_url, head, branch, ok, error_code, held, orphaned_at is not null as orphaned
      from source order by name`),
    claims: await db.rows(sql`
      select source, path, doc, ref, uid, entity, hash, line, owner_line, holder, broken, gone from descriptor order by source, path, doc`),
    files: await db.rows(sql`select source, path, blob, ignored from source_file order by source, path`),
    problems: await db.rows(sql`
      select source, path, ordinal, severity, code, message, fix, line, ref from problem order by source, path, ordinal`),
    tombstones: await db.rows(sql`select ref, uid from tombstone order by ref`),
    feed: await db.rows(sql`select count(*)::int as entries, coalesce(max(seq), 0)::int as last from catalog_change`),
  };
}

/** What the world itself says that should be known: the name of each repository's file, by source. */
export function filesThere(world: GitHubWorld): Row[] {
  const read = [...world.repositories.values()].filter(
    ({ owner, archived, visibility, branches, defaultBranch }) =>
      owner === world.organization && !archived && visibility !== 'public' && branches.has(defaultBranch),
  );
  return read
    .flatMap(({ name, commits, branches, defaultBranch }) => {
      const file = commits.get(branches.get(defaultBranch) ?? '')?.get(catalogFile);
      return file ? [{ source: `${world.organization}/${name}`, blob: file.blob }] : [];
    })
    .toSorted((a, b) => (a.source < b.source ? -1 : 1));
}

/** The same as `filesThere`, of the catalog. */
export function filesKnown({ sources, files }: Contents): Row[] {
  const live = new Set(sources.flatMap(({ name, parent, orphaned }) => (parent !== null && orphaned === false ? [name] : [])));
  const known = files.filter(({ source }) => live.has(source)).map(({ source, blob }) => ({ source, blob }));
  return known.toSorted((a, b) => (String(a.source) < String(b.source) ? -1 : 1));
}

/** The refs that any commit of each source's repository describes; without those of repositories that are not there any more. */
export function everThere(world: GitHubWorld, { sources }: Contents): Map<string, Set<string>> {
  return new Map(
    sources.flatMap(({ name, origin }): [string, Set<string>][] => {
      const repository = world.repositories.get((origin as { externalId?: string } | null)?.externalId ?? '');
      if (!repository) return [];
      const texts = [...repository.commits.values()].flatMap((files) => files.get(catalogFile)?.bytes.toString() ?? []);
      return [[String(name), new Set(texts.flatMap((text) => nameIn(text) ?? []).map((one) => `component:default/${one}`))]];
    }),
  );
}
