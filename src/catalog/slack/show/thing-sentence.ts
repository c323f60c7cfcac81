import type { DirectoryView, Entry } from '#core/directory.ts';
import { bold, escape, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { membersOf } from '../../ownership/owned.ts';
import { kindOf, ownerOf, refName } from '../../ownership/owner.ts';
import { sortWords } from '../facts-lines.ts';
import { plainName, strongName } from '../name.ts';
import { count } from '../words.ts';

/** What something is, in one sentence, and whose. */
export function thingSentence(view: DirectoryView, entry: Entry): Mrkdwn {
  return md`${strongName(view, entry)} is ${escape(withArticle(sortWords(entry)), 120)}${whose(view, entry)}.`;
}

function whose(view: DirectoryView, entry: Entry): Mrkdwn {
  const owner = ownerOf(view, entry);
  switch (owner.state) {
    case 'known':
      return md`, owned by *${plainName(owner.entry)}*`;
    case 'dangling':
      return md`; its owner ${bold(refName(view, owner.ref).slice(0, 80))} is not in the catalog`;
    case 'hidden':
      return md`, owned by somebody whom you may not see in the catalog`;
    case 'unnamed':
      return md`, and names no owner`;
    case 'ownerless':
      return belongings(view, entry);
  }
}

function belongings(view: DirectoryView, entry: Entry): Mrkdwn {
  if (kindOf(entry) === 'group') return md` of ${escape(count(membersOf(view, entry).length, 'person', 'people'))}`;
  if (kindOf(entry) !== 'user') return md``;
  return md` in ${escape(count(view.targets(entry.ref, 'memberOf').length, 'group'))}`;
}

/** By its first letter, which is right for what catalogs hold: `a user interface`, `an API`. */
function withArticle(words: string): string {
  return `${/^[aeio]/i.test(words) ? 'an' : 'a'} ${words}`;
}
