import type { DirectoryView, Entry } from '#core/directory.ts';
import { canonicalRef, type Ref } from '#core/ref.ts';
import type { Viewer } from '#core/viewer.ts';
import { ownedBy } from '../ownership/owned.ts';
import { kindOf, ownerOf, text } from '../ownership/owner.ts';
import { type Filter, isMine } from './parse-search.ts';

/** A value of a filter that names nothing. */
export interface Unnamed {
  key: Filter['key'];
  value: string;
}

export interface Compiled {
  /** The only things that can pass; absent: all of the catalog. */
  among?: Set<Ref>;
  passes: (entry: Entry) => boolean;
  /** Owners, systems and domains that there are not. */
  unnamed: Unnamed[];
}

/** Filters as questions to an entry; what an owner, a system or a domain has is looked up once. */
export function compileFilters(view: DirectoryView, viewer: Viewer, filters: readonly Filter[]): Compiled {
  const unnamed: Unnamed[] = [];
  const tests: ((entry: Entry) => boolean)[] = [];
  let among: Set<Ref> | undefined;
  for (const filter of filters) {
    const { key, values, not } = filter;
    if (key === 'owner' || key === 'system' || key === 'domain') {
      const whole = new Set<Ref>();
      for (const value of values) {
        const refs = refsOf(view, viewer, { key, value });
        if (refs) for (const ref of refs) whole.add(ref);
        else unnamed.push({ key, value });
      }
      if (not) tests.push(({ ref }) => !whole.has(ref));
      else if (!among) among = whole;
      else tests.push(({ ref }) => whole.has(ref));
    } else if (key.startsWith('relations.')) {
      tests.push(({ ref }) => relates(view, ref, filter) !== not);
    } else {
      const wanted = new Set(values);
      tests.push((entry) => has(fieldOf(entry, key), wanted) !== not);
    }
  }
  return { ...(among && { among }), passes: (entry) => tests.every((test) => test(entry)), unnamed };
}

/** What an entry has where a filter looks, in lower case. */
export function valuesAt(entry: Entry, key: Filter['key']): string[] {
  const value = fieldOf(entry, key);
  return [value].flat().flatMap((one) => plainText(one)?.toLowerCase() ?? []);
}

/** Whether one of the sets lets a thing pass; none asks for nothing. */
export function compileEither(view: DirectoryView, viewer: Viewer, sets: readonly Filter[][]): Omit<Compiled, 'among'> {
  const compiled = sets.map((filters) => compileFilters(view, viewer, filters));
  const fits = ({ among, passes }: Compiled, entry: Entry) => (among?.has(entry.ref) ?? true) && passes(entry);
  return {
    passes: (entry) => compiled.length === 0 || compiled.some((one) => fits(one, entry)),
    unnamed: compiled.flatMap(({ unnamed }) => unnamed),
  };
}

/** `relations.partof=system:default/checkout`, as Backstage has it: the address in full. */
function relates(view: DirectoryView, ref: Ref, { key, values }: Filter): boolean {
  const type = key.slice('relations.'.length);
  const isWanted = (target: Ref) => values.some((value) => value === '*' || value === target);
  return view.relations(ref).some((relation) => relation.type.toLowerCase() === type && isWanted(relation.targetRef));
}

/** Asked of tens of thousands at a time, so it makes nothing anew. */
function has(value: unknown, wanted: ReadonlySet<string>): boolean {
  if (Array.isArray(value)) return value.some((one) => has(one, wanted));
  const text = plainText(value);
  return text !== undefined && (wanted.has(text.toLowerCase()) || wanted.has('*'));
}

function plainText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

function fieldOf(entry: Entry, key: Filter['key']): unknown {
  const { metadata, spec } = entry.entity;
  switch (key) {
    case 'kind':
      return entry.entity.kind;
    case 'type':
      return spec?.['type'];
    case 'lifecycle':
      return spec?.['lifecycle'];
    case 'tag':
      return metadata.tags;
    case 'namespace':
      return metadata.namespace;
    case 'name':
      return metadata.name;
    default:
      return at(entry.entity, key);
  }
}

/** `metadata.annotations.github.com/project-slug`: keys may have dots, so the rest is tried as a whole first. */
function at(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = new Map(Object.entries(value).map(([key, child]) => [key.toLowerCase(), child as unknown]));
  if (fields.has(path)) return fields.get(path);
  const dot = path.indexOf('.');
  return dot === -1 ? undefined : at(fields.get(path.slice(0, dot)), path.slice(dot + 1));
}

type Whole = 'owner' | 'system' | 'domain';

/** What belongs to somebody or something; undefined where nothing is called so. */
function refsOf(view: DirectoryView, viewer: Viewer, { key, value }: { key: Whole; value: string }): Iterable<Ref> | undefined {
  if (key === 'owner' && isMine(value)) return ownersOf(viewer).flatMap((ref) => ownedRefs(view, view.get(ref)));
  if (key === 'owner' && (value === 'none' || value === '*')) return byOwner(view, value === '*');
  const entry = named(view, { key, value });
  if (entry && key === 'owner') return ownedRefs(view, entry);
  if (entry) return partsOf(view, entry.ref);
  // Not in the catalog, but things say that it is theirs.
  const dangling = canonicalRef(value, { kind: key === 'owner' ? 'group' : key });
  const refs = dangling === undefined ? [] : view.targets(dangling, key === 'owner' ? 'ownerOf' : 'hasPart');
  return refs.length > 0 ? refs : undefined;
}

function ownedRefs(view: DirectoryView, owner: Entry | undefined): Ref[] {
  return owner ? [...ownedBy(view, owner).all].map(({ ref }) => ref) : [];
}

function ownersOf(viewer: Viewer): Ref[] {
  return 'groups' in viewer ? [...viewer.groups, ...(viewer.userRef === undefined ? [] : [viewer.userRef])] : [];
}

function* byOwner(view: DirectoryView, has: boolean): Generator<Ref> {
  for (const entry of view.entries()) {
    const { state } = ownerOf(view, entry);
    if (has ? state === 'known' : state === 'unnamed' || state === 'dangling') yield entry.ref;
  }
}

/** By its address, or by any name that only one of its sort has. */
function named(view: DirectoryView, { key, value }: { key: Whole; value: string }): Entry | undefined {
  const kinds = key === 'owner' ? ['group', 'user'] : [key];
  for (const kind of kinds) {
    const ref = canonicalRef(value, { kind });
    const entry = ref === undefined ? undefined : view.get(ref);
    if (entry && kinds.includes(kindOf(entry))) return entry;
  }
  const found = view.findExactly(value);
  const entries = found.outcome === 'one' ? [found.entry, ...found.alike] : found.outcome === 'several' ? found.entries : [];
  const fitting = entries.filter((entry) => kinds.includes(kindOf(entry)));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Parts, and the parts of parts: what a domain has through its systems. */
function partsOf(view: DirectoryView, whole: Ref): Set<Ref> {
  const found = new Set<Ref>();
  const queue = [whole];
  for (let ref = queue.pop(); ref !== undefined; ref = queue.pop()) {
    for (const part of view.targets(ref, 'hasPart')) {
      if (found.has(part)) continue;
      found.add(part);
      queue.push(part);
    }
  }
  return found;
}

/** A name that may be shown; of those that have none the title. */
export function titleOf(entry: Entry): string | undefined {
  return text(entry.entity.metadata.title) ?? text((entry.entity.spec?.['profile'] as { displayName?: unknown } | undefined)?.displayName);
}
