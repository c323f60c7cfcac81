import type { Db } from '#core/db.ts';
import type { Problem } from '#core/descriptor.ts';
import type { Ref } from '#core/ref.ts';
import { sql } from 'drizzle-orm/sql';
import { compareRanks, type Ranks } from './claim.ts';
import { ranksOf, readSources } from './stored-rows.ts';

/** Files that are to become those of a source, as far as the rest of the catalog matters to them. */
export interface GivenFiles {
  source: string;
  /** Paths of all files, inside the source. */
  paths: readonly string[];
  /** Folders that were given as a whole, `` for the source's top: what is stored of them and was not given is gone. */
  covered: readonly string[];
  entities: readonly GivenEntity[];
}

export interface GivenEntity {
  ref: Ref;
  path: string;
  line: number;
  /** Line of `spec.owner`. */
  ownerLine?: number;
  relations: readonly { type: string; targetRef: Ref }[];
}

/** A place that describes a ref in the stored catalog. */
export interface StoredPlace {
  ref: Ref;
  source: string;
  path: string;
  line: number;
}

/** Reads of the stored catalog what `planAgainst` looks at. Undefined when there is no such source. */
export async function checkAgainst(db: Db, given: GivenFiles): Promise<Problem[] | undefined> {
  const sources = await readSources(db);
  if (!sources.some(({ name }) => name === given.source)) return undefined;
  const refs = given.entities.flatMap(({ ref, relations }) => [ref, ...relations.map(({ targetRef }) => targetRef)]);
  const stored = await db.rows<StoredPlace>(sql`
    select ref, source, path, line from descriptor where ref = any(${sql.param([...new Set(refs)])}::text[])
    order by not holder, source, path, doc`);
  return planAgainst(given, stored, ranksOf(sources));
}

/**
 * Pure. What would be wrong with these files in the catalog as it is: owners and other refs that are not there, which the
 * catalog takes with a reservation, and refs that something else describes with more right, which it does not show.
 */
export function planAgainst(given: GivenFiles, stored: readonly StoredPlace[], ranks: Ranks): Problem[] {
  const replaced = new Set(given.paths);
  const staying = stored.filter(({ source, path }) => source !== given.source || !(replaced.has(path) || isCovered(given, path)));
  const known = new Set([...given.entities, ...staying].map(({ ref }) => ref));
  const first = new Map<Ref, GivenEntity>();
  return given.entities.flatMap((entity) => {
    const before = first.get(entity.ref);
    if (!before) first.set(entity.ref, entity);
    const others: StoredPlace[] = before ? [{ ...before, source: given.source }] : staying.filter(({ ref }) => ref === entity.ref);
    return [...taken(given.source, entity, { others, ranks }), ...dangling(entity, known)];
  });
}

function isCovered({ covered }: GivenFiles, path: string): boolean {
  return /\.ya?ml$/.test(path) && covered.some((folder) => folder === '' || path.startsWith(`${folder}/`));
}

function dangling({ ref, path, line, ownerLine, relations }: GivenEntity, known: ReadonlySet<Ref>): Problem[] {
  return relations
    .filter(({ targetRef }) => !known.has(targetRef))
    .map(({ type, targetRef }) => {
      const at = { severity: 'warning', path, ref } as const;
      return type === 'ownedBy'
        ? {
            ...at,
            code: 'owner-unknown',
            message: `The owner ${targetRef} is not in the catalog.`,
            fix: 'Name a group or person that is, or add it first.',
            line: ownerLine ?? line,
          }
        : {
            ...at,
            code: 'reference-dangling',
            message: `${ref} names ${targetRef} (${type}), which is not in the catalog.`,
            fix: 'Correct the name, or add what is meant.',
            line,
          };
    });
}

/** Who holds a ref now goes on to hold it, unless this source counts more: `pickHolder`. */
function taken(source: string, entity: GivenEntity, { others, ranks }: { others: readonly StoredPlace[]; ranks: Ranks }): Problem[] {
  const [holder] = others;
  const { ref, path, line } = entity;
  if (!holder || addsOnly(ref, holder, { source, ranks })) return [];
  const where = `${holder.path}:${holder.line}${holder.source === source ? '' : ` of the source ${holder.source}`}`;
  const fix = 'Give one of them another name, or remove one.';
  if (compareRanks(ranks.get(source), ranks.get(holder.source)) < 0) {
    const message = `${ref} is also described in ${where}; this would take its place.`;
    return [{ severity: 'warning', code: 'ref-disputed', message, fix, path, line, ref }];
  }
  return [
    {
      severity: 'error',
      code: 'ref-taken',
      message: `${ref} is described in ${where} already, and this would not be shown.`,
      fix,
      path,
      line,
      ref,
    },
  ];
}

/** To people and groups of an authority other files may add texts and contacts. */
function addsOnly(ref: Ref, holder: StoredPlace, { source, ranks }: { source: string; ranks: Ranks }): boolean {
  return /^(user|group):/.test(ref) && ranks.get(holder.source)?.authority === true && ranks.get(source)?.authority !== true;
}
