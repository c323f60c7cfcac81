import type { Bounds } from '#core/catalog-config.ts';
import type { Source } from '#core/contributions.ts';
import { type ReadFile, type SourceState, SourceUnavailable } from '#core/descriptor.ts';
import { finishFile } from '../descriptor/finish-file.ts';
import { parseFile } from '../descriptor/parse-file.ts';
import { type BackstageAddress, type BackstageEntity, readBackstage } from './read-backstage.ts';

export interface BackstageConfig extends BackstageAddress {
  name: string;
  /** Kinds, lower case. */
  allow: readonly string[];
}

/**
 * A running Backstage, whatever it has its entities from: files, LDAP, Okta. All of them are listed at each look; only those
 * whose `etag` is another are read again. One that lists none although it has some, or stops in the middle, removes nothing.
 */
export function backstageSource(config: BackstageConfig, { bounds }: { bounds: Bounds }): Source {
  return {
    id: config.name,
    async read(previous, signal) {
      const entities = await readBackstage(config, { bounds, signal });
      if (entities.length === 0 && previous && previous.files.size > 0) throw showsNothing(config);
      return compare(previous, entities, (entity) => toFile(entity, config.allow, bounds));
    },
  };
}

/** One that keeps its database in memory begins with nothing each time it is started. */
function showsNothing({ url }: BackstageConfig): SourceUnavailable {
  const fix = 'See whether it is just starting, and what the token may read; if all is gone, take the source away.';
  return new SourceUnavailable('empty', `${url} has no entity any more.`, fix);
}

function compare(previous: SourceState | null, entities: readonly BackstageEntity[], read: (entity: BackstageEntity) => ReadFile) {
  const now = new Map(entities.map((entity) => [entity.path, entity]));
  const stale = [...now.values()].filter(({ path, etag }) => previous?.files.get(path)?.blob !== etag);
  const removed = [...(previous?.files.keys() ?? [])].filter((path) => !now.has(path));
  if (previous && stale.length === 0 && removed.length === 0) return { outcome: 'unchanged' as const, head: null, branch: null };
  return { outcome: 'read' as const, full: previous === null, head: null, branch: null, files: stale.map(read), removed };
}

/** What Backstage adds to an entity, which is either not part of a descriptor or about Backstage's own reading. */
const added = new Set(['uid', 'etag', 'generation']);
const ownAnnotations = /^backstage\.io\/(managed-by-|orphan$)/;

/** JSON is YAML, so an entity is judged as a file is, by the same rules, and can be quoted by line. */
function toFile({ path, etag, entity }: BackstageEntity, allow: readonly string[], bounds: Bounds): ReadFile {
  const { apiVersion, kind, spec } = entity;
  const { annotations, ...metadata } = Object.fromEntries(Object.entries(entity.metadata).filter(([key]) => !added.has(key)));
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !ownAnnotations.test(key));
  const text = JSON.stringify(
    { apiVersion, kind, metadata: { ...metadata, annotations: Object.fromEntries(kept) }, ...(spec && { spec }) },
    null,
    2,
  );
  const rules = { allow, bounds };
  // What it includes has been put in and what it points to has been read by Backstage: a `$text` that is left is only text.
  const parsed = parseFile({ path, text }, rules);
  const documents = parsed.documents.map((document) => ({ ...document, includes: [] }));
  const { elsewhere: _, ...file } = finishFile({ ...parsed, documents }, new Map(), { rules, blob: etag, depth: 0 });
  return { ...file, includes: [], targets: [], problems: file.problems.filter(({ code }) => !code.startsWith('target-')) };
}
