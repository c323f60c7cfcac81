import type { DirectoryView, Entry } from '#core/directory.ts';
import { bold, escape, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { ownedBy } from '../ownership/owned.ts';
import type { Owned } from '../ownership/owned.ts';
import { kindOf, ownerOf, refName } from '../ownership/owner.ts';
import { plainName, strongName } from './name.ts';
import { count, kindWord } from './words.ts';

/** The answer in one sentence: who owns this or, for a group or a person, how much they own. */
export function headline(view: DirectoryView, entry: Entry): Mrkdwn {
  if (['group', 'user'].includes(kindOf(entry))) return ownsSentence(view, entry, ownedBy(view, entry));
  const name = strongName(view, entry);
  const owner = ownerOf(view, entry);
  switch (owner.state) {
    case 'known':
      return md`${name} is owned by *${plainName(owner.entry)}*.`;
    case 'dangling':
      return md`${name} says its owner is ${bold(refName(view, owner.ref).slice(0, 80))}, which is not in the catalog.`;
    case 'hidden':
      return md`${name} is owned by somebody whom you may not see in the catalog.`;
    case 'unnamed':
      return md`${name} names no owner.`;
    case 'ownerless':
      return md`${name} is a ${escape(kindWord(kindOf(entry)))}, and those have no owner.`;
  }
}

/** How much a group or a person owns. */
export function ownsSentence(view: DirectoryView, owner: Entry, owned: Owned): Mrkdwn {
  return md`${strongName(view, owner)} ${escape(ownsWords(owned, owner))}.`;
}

function ownsWords({ total, direct }: Owned, owner: Entry): string {
  if (total === 0) return 'owns nothing in the catalog';
  const by = kindOf(owner) === 'user' ? 'their groups' : 'child groups';
  const all = count(total, 'thing');
  if (direct === 0) return `owns ${all} through ${by}`;
  return direct === total ? `owns ${all}` : `owns ${all}, ${total - direct} of them through ${by}`;
}
