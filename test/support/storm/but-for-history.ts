import type { Contents, Row } from './catalog-contents.ts';
import { tellDifferences } from './tell-differences.ts';

/** Source → the refs that were ever described in what it reads; absent where that is not known. */
export type EverThere = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * What a catalog that lived through something says otherwise than one that saw only the end, but for what is the past's
 * to decide, and that only within its rules: which of several equal claims holds a ref, that what a broken file said last
 * stays, that removals wait for somebody, and that what nothing names any more stays for a while.
 */
export function differencesButForHistory(lived: Contents, afresh: Contents, ever: EverThere): string[] {
  const left = [...wrongHolders(lived), ...wrongLastGood(lived, afresh, ever), ...wrongWaiting(lived), ...holes(lived)];
  const contested = new Set([...contestedIn(lived), ...contestedIn(afresh)]);
  return [...left, ...wrongHolders(afresh), ...tellDifferences(withoutPast(lived, contested), withoutPast(afresh, contested))];
}

function withoutPast({ sources, claims, files, problems }: Contents, contested: ReadonlySet<unknown>): Partial<Contents> {
  const gone = orphansOf(sources);
  const lives = ({ source }: Row) => !gone.has(source);
  const current = claims.filter((claim) => lives(claim) && claim['broken'] === null && claim['gone'] === null);
  return {
    sources: sources.filter(({ name }) => !gone.has(name)).map(({ held: _held, ...source }) => source),
    claims: current.map(({ uid: _uid, holder, ...claim }) => (contested.has(claim['ref']) ? claim : { ...claim, holder })),
    files: files.filter(lives),
    problems: problems.filter(lives),
  };
}

const orphansOf = (sources: readonly Row[]) => new Set(sources.flatMap(({ name, orphaned }) => (orphaned === true ? [name] : [])));

/** Refs that several places claim which are still named. */
function contestedIn({ sources, claims }: Contents): unknown[] {
  const gone = orphansOf(sources);
  const times = Map.groupBy(
    claims.filter(({ source }) => !gone.has(source)),
    ({ ref }) => ref,
  );
  return [...times].flatMap(([ref, all]) => (all.length > 1 ? [ref] : []));
}

/** Every ref has one holder and one uid, and the holder's source is one of those that count most. */
function wrongHolders({ sources, claims }: Contents): string[] {
  const ranks = new Map(
    sources.map(({ name, orphaned, authority, position }) => [name, [orphaned, authority === false, position].map(Number)]),
  );
  return [...Map.groupBy(claims, ({ ref }) => ref)].flatMap(([ref, all]) => {
    const [holder, another] = all.filter((claim) => claim['holder'] === true);
    if (!holder || another) return [`${String(ref)} has ${holder ? 'several holders' : 'no holder'}`];
    if (new Set(all.map(({ uid }) => uid)).size > 1) return [`${String(ref)} has several uids`];
    const better = all.find(({ source }) => before(ranks.get(source) ?? [], ranks.get(holder['source']) ?? []));
    return better ? [`${String(ref)} is held by ${String(holder['source'])}, before which ${String(better['source'])} comes`] : [];
  });
}

function before(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((value, n) => value !== other[n]);
  return at !== -1 && (one[at] ?? 0) < (other[at] ?? 0);
}

/** What a file said last is kept only while it is broken, and only where it was said. */
function wrongLastGood({ sources, claims }: Contents, afresh: Contents, ever: EverThere): string[] {
  const gone = orphansOf(sources);
  const place = ({ source, path }: Row) => `${String(source)} ${String(path)}`;
  const broken = new Set(afresh.problems.filter(({ severity }) => severity === 'error').map(place));
  return claims.flatMap((claim) => {
    const { source, ref } = claim;
    const told = `claims ${place(claim)} ${String(ref)}`;
    if (ever.get(String(source))?.has(String(ref)) === false) return [`${told}: was never there`];
    return claim['broken'] !== null && !gone.has(source) && !broken.has(place(claim)) ? [`${told}: broken, though its file is not`] : [];
  });
}

/** What waits is what was shown to be confirmed. */
function wrongWaiting({ sources, claims }: Contents): string[] {
  const gone = claims.filter((claim) => claim['gone'] !== null);
  return sources.flatMap(({ name, held }) => {
    const shown = (held as { refs: string[] } | null)?.refs ?? [];
    const waiting = new Set(gone.filter(({ source }) => source === name).map(({ ref }) => String(ref)));
    const isSame = waiting.size === shown.length && shown.every((ref) => waiting.has(ref));
    return isSame ? [] : [`sources ${String(name)}: ${waiting.size} removals wait, ${shown.length} are shown`];
  });
}

/** Readers go by number. */
function holes({ feed }: Contents): string[] {
  return feed.flatMap(({ entries, last }) => (entries === last ? [] : [`feed: ${String(entries)} entries up to number ${String(last)}`]));
}
