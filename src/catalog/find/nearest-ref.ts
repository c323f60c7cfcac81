import { splitRef } from '#core/ref.ts';
import type { Ref } from '#core/ref.ts';
import { editDistance, emptyWord, spell } from './edit-distance.ts';

/**
 * What a ref that leads nowhere can well have meant: the same kind and name in another namespace, or the same kind
 * and namespace and a name at most two letters off, one for short names. Undefined when nothing or more than one is
 * equally near.
 */
export function nearestRef(ref: Ref, among: Iterable<Ref>): Ref | undefined {
  const asked = splitRef(ref);
  const name = spell(asked.name, emptyWord());
  const other = emptyWord();
  const limit = asked.name.length < 4 ? 0 : asked.name.length < 7 ? 1 : 2;
  let best = new Set<Ref>();
  let nearest = limit;
  for (const candidate of among) {
    const { kind, namespace, name: candidateName } = splitRef(candidate);
    if (kind !== asked.kind || candidate === ref || (namespace !== asked.namespace && candidateName !== asked.name)) continue;
    const distance = editDistance(name, spell(candidateName, other), nearest);
    if (distance > nearest) continue;
    if (distance < nearest) best = new Set();
    nearest = distance;
    best.add(candidate);
  }
  const [only] = best;
  return best.size === 1 ? only : undefined;
}
