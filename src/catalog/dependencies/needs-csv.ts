import type { DirectoryView } from '#core/directory.ts';
import { lifecycleOf } from '../ownership/owned.ts';
import { kindOf, refName, text } from '../ownership/owner.ts';
import { ownerIn } from './closure.ts';
import type { ListedNeed } from './list-needs.ts';

const columns = ['distance', 'name', 'kind', 'type', 'lifecycle', 'owner', 'ref', 'owner ref'];

/** One row each. What a spreadsheet would take for a formula is made text with an apostrophe (OWASP, “CSV Injection”). */
export async function writeNeedsCsv(view: DirectoryView, needs: readonly ListedNeed[]): Promise<string> {
  // Loaded when somebody asks: few do, and the program starts without it.
  const { stringify } = await import('csv-stringify/sync');
  const graph = view.needs();
  const rows = needs.map(({ entry, distance }) => {
    const owner = ownerIn(graph, entry.ref);
    const type = text(entry.entity.spec?.['type']) ?? '';
    const ownerName = owner === undefined ? '' : refName(view, owner);
    return [distance, refName(view, entry.ref), kindOf(entry), type, lifecycleOf(entry) ?? '', ownerName, entry.ref, owner ?? ''];
  });
  return stringify([columns, ...rows], { escape_formulas: true });
}
