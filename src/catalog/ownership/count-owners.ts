import { splitRef, type Ref } from '#core/ref.ts';
import { count } from '#core/words.ts';

/** `3 teams`; of owners who are people `1 person`, and of both `4 owners`. `more`: others have been named before. */
export function countOwners(owners: readonly Ref[], more: 'more ' | '' = ''): string {
  const kinds = new Set(owners.map((ref) => splitRef(ref).kind));
  const [kind = 'group'] = kinds;
  if (kinds.size > 1 || (kind !== 'group' && kind !== 'user')) return count(owners.length, `${more}owner`);
  return kind === 'group' ? count(owners.length, `${more}team`) : count(owners.length, `${more}person`, `${more}people`);
}
