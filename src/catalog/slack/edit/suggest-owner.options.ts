import type { Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { defineOptions } from '#slack/define-options.ts';
import { limits } from '#slack/limits.ts';
import { entityOption } from '../entity-option.ts';
import { displayName, kindOf } from '../../ownership/owner.ts';
import { isOwner } from './owner.button.ts';

/** Of what is suggested only a part can own anything. */
const mostLooked = 1_000;

/** Teams and people, while one types; before that the asker's own teams, then all teams. */
export const suggestOwner = () =>
  defineOptions<string>({
    id: 'catalog.suggest-owner',
    parse: (typed) => typed.trim(),
    answer({ directory, viewer }, typed) {
      const view = directory.for(viewer);
      const own = 'groups' in viewer ? viewer.groups : [];
      const found = typed === '' ? teams(view.entries(), own) : view.suggest(typed, mostLooked).filter(isOwner);
      return { kind: 'options', options: found.slice(0, limits.selectOptions).map(entityOption) };
    },
  });

function teams(entries: Iterable<Entry>, own: readonly Ref[]): Entry[] {
  const groups = [...entries].filter((entry) => kindOf(entry) === 'group');
  const rank = ({ ref }: Entry) => (own.includes(ref) ? 0 : 1);
  return groups.sort((a, b) => rank(a) - rank(b) || displayName(a).localeCompare(displayName(b)));
}
