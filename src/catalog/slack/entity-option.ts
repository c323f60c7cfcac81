import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Option } from '#core/reply.ts';
import { limits } from '#slack/limits.ts';
import { displayName, kindOf } from '../ownership/owner.ts';
import { capital, kindWord } from './words.ts';

/** Slack takes 75 characters as a value, and a ref may have 190. */
const byUid = 'uid ';

/** An entity to choose in a menu. */
export function entityOption(entry: Entry): Option {
  const { metadata } = entry.entity;
  const name = displayName(entry);
  const kind = capital(kindWord(kindOf(entry)));
  const known = name === metadata.name ? [] : [metadata.name];
  const home = metadata.namespace === 'default' ? [] : [metadata.namespace];
  return {
    text: name,
    value: entry.ref.length <= limits.optionValue ? entry.ref : `${byUid}${entry.uid}`,
    description: [kind, ...known, ...home].join(' · '),
  };
}

/** What was chosen, as this audience may see it. */
export function pickedEntry(view: DirectoryView, picked: string): Entry | undefined {
  return picked.startsWith(byUid) ? view.withUid(picked.slice(byUid.length)) : view.get(picked);
}
