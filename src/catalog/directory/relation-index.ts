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
 * known who states anything about a ref, so a change costs as much as the entity has edges, whatever it points at.
 */
export interface RelationIndex {
  /** Replaces what `ref` states. */
  set(ref: Ref, edges: readonly Edge[]): void;
  delete(ref: Ref): void;
  /** What is related to `ref`, from either end, without repeats; left out what an entity not in `counts` states. */
  visit(ref: Ref, counts: (emitter: Ref) => boolean, found: (type: string, targetRef: Ref) => void): void;
}

export function createRelationIndex(): RelationIndex {
  const stated = new Map<Ref, readonly Edge[]>();
  const emitters = new Map<Ref, Emitters>();

  function remove(ref: Ref): void {
    for (const target of targetsOf(stated.get(ref))) {
      const left = without(emitters.get(target), ref);
      if (left) emitters.set(target, left);
      else emitters.delete(target);
    }
    stated.delete(ref);
  }

  return {
    delete: remove,
    set(ref, edges) {
      remove(ref);
      const once = withoutRepeats(edges);
      if (once.length > 0) stated.set(ref, once);
      for (const target of targetsOf(once)) emitters.set(target, including(emitters.get(target), ref));
    },
    visit(ref, counts, found) {
      const own = counts(ref) ? (stated.get(ref) ?? []) : [];
      for (const edge of own) found(edge.type, edge.targetRef);
      const told = new Set(own.map((edge) => keyOf(edge.type, edge.targetRef)));
      for (const emitter of emitters.get(ref) ?? []) {
        if (!counts(emitter)) continue;
        for (const edge of stated.get(emitter) ?? []) {
          if (edge.targetRef === ref && !told.has(keyOf(edge.inverse, emitter))) found(edge.inverse, emitter);
        }
      }
    },
  };
}

/** Collects what `visit` finds. */
export function relationsOf(index: Pick<RelationIndex, 'visit'>, ref: Ref, counts: (emitter: Ref) => boolean): Relation[] {
  const result: Relation[] = [];
  index.visit(ref, counts, (type, targetRef) => result.push({ type, targetRef }));
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

function targetsOf(edges: readonly Edge[] | undefined): Set<Ref> {
  return new Set(edges?.map((edge) => edge.targetRef));
}

function withoutRepeats(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [keyOf(edge.type, edge.targetRef), edge])).values()];
}

/** Types contain no blank. */
function keyOf(type: string, targetRef: Ref): string {
  return `${type} ${targetRef}`;
}
