import type { Relation } from '#core/entity.ts';
import type { Ref } from '#core/ref.ts';

/** One relation as the entity itself states it, with the name of its other direction. */
export interface Edge {
  type: string;
  inverse: string;
  targetRef: Ref;
}

/**
 * Relations in both directions, each stored once: with the entity that states it. For the other direction it is only
 * known who states a type of relation about a ref, so a change costs as much as the entity has edges, whatever it
 * points at, and a team that owns thousands is asked for its parent at once.
 */
export interface RelationIndex {
  /** Replaces what `ref` states. */
  set(ref: Ref, edges: readonly Edge[]): void;
  delete(ref: Ref): void;
  /** What is related to `ref`, from either end, without repeats. */
  visit(ref: Ref, which: Which, found: (type: string, targetRef: Ref) => void): void;
  /** Everything that is stated. */
  stated(): Iterable<readonly [Ref, readonly Edge[]]>;
  /** Another number after every change of what is stated. */
  readonly version: number;
}

export interface Which {
  /** Only relations of this type, as seen from the ref; absent: all. */
  type?: string;
  /** False for an entity whose statements are left out. */
  counts: (emitter: Ref) => boolean;
}

export function createRelationIndex(): RelationIndex {
  const stated = new Map<Ref, readonly Edge[]>();
  /** `inverse type` + target → who states it. */
  const emitters = new Map<string, Emitters>();
  /** As seen from targets; a dozen, whatever the catalog. */
  const types = new Set<string>();
  let version = 0;

  function remove(ref: Ref): void {
    for (const { inverse, targetRef } of stated.get(ref) ?? []) {
      const key = keyOf(inverse, targetRef);
      const left = without(emitters.get(key), ref);
      if (left) emitters.set(key, left);
      else emitters.delete(key);
    }
    if (stated.delete(ref)) version += 1;
  }

  return {
    delete: remove,
    stated: () => stated,
    get version() {
      return version;
    },
    set(ref, edges) {
      const once = withoutRepeats(edges);
      if (sameEdges(stated.get(ref) ?? [], once)) return;
      remove(ref);
      version += 1;
      if (once.length > 0) stated.set(ref, once);
      for (const { inverse, targetRef } of once) {
        types.add(inverse);
        const key = keyOf(inverse, targetRef);
        emitters.set(key, including(emitters.get(key), ref));
      }
    },
    visit(ref, { type, counts }, found) {
      const all = counts(ref) ? (stated.get(ref) ?? []) : [];
      const own = type === undefined ? all : all.filter((edge) => edge.type === type);
      for (const edge of own) found(edge.type, edge.targetRef);
      // Made only for what both ends may state, because most of what is asked for is stated by one.
      let told: Set<string> | undefined;
      const isTold = (inverse: string, emitter: Ref): boolean => {
        if (own.length === 0) return false;
        told ??= new Set(own.map((edge) => keyOf(edge.type, edge.targetRef)));
        return told.has(keyOf(inverse, emitter));
      };
      for (const inverse of type === undefined ? types : [type]) {
        for (const emitter of emitters.get(keyOf(inverse, ref)) ?? []) {
          if (counts(emitter) && !isTold(inverse, emitter)) found(inverse, emitter);
        }
      }
    },
  };
}

/** Collects what `visit` finds. */
export function relationsOf(index: Pick<RelationIndex, 'visit'>, ref: Ref, which: Which): Relation[] {
  const result: Relation[] = [];
  index.visit(ref, which, (type, targetRef) => result.push({ type, targetRef }));
  return result;
}

/** Most refs are named by few, a few by ten thousand: a Set for each would cost more memory than all else here. */
type Emitters = readonly Ref[] | Set<Ref>;
const fewEmitters = 12;

function including(present: Emitters | undefined, ref: Ref): Emitters {
  if (present instanceof Set) return present.add(ref);
  if (!present) return [ref];
  const more = [...present, ref];
  return more.length > fewEmitters ? new Set(more) : more;
}

function without(present: Emitters | undefined, ref: Ref): Emitters | undefined {
  if (present instanceof Set) {
    present.delete(ref);
    return present.size > 0 ? present : undefined;
  }
  const left = present?.filter((other) => other !== ref);
  return left && left.length > 0 ? left : undefined;
}

function withoutRepeats(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [keyOf(edge.type, edge.targetRef), edge])).values()];
}

/** Most changes of an entity are of its words. */
function sameEdges(some: readonly Edge[], others: readonly Edge[]): boolean {
  return (
    some.length === others.length && some.every(({ type, targetRef }, i) => others[i]?.type === type && others[i].targetRef === targetRef)
  );
}

/** Types contain no blank. */
function keyOf(type: string, targetRef: Ref): string {
  return `${type} ${targetRef}`;
}
