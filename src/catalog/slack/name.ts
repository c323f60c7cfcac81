import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { bold, escape, link, md, safeUrl } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { fileUrl } from '../ownership/evidence.ts';
import { displayName, refName } from '../ownership/owner.ts';

const longest = 80;

/** What an entity is called, bold, linked to the file that describes it where that has an address. */
export function strongName(view: DirectoryView, entry: Entry): Mrkdwn {
  const name = displayName(entry).slice(0, longest);
  const source = view.source(entry.source);
  const url = source && fileUrl(source, entry.path, entry.line);
  return url && safeUrl(url) ? md`*${link(url, name)}*` : bold(name);
}

/** What an entity is called. */
export function plainName(entry: Entry): Mrkdwn {
  return escape(displayName(entry), longest);
}

/** What a ref is called, whether or not it is in the catalog. */
export function nameOfRef(view: DirectoryView, ref: Ref): Mrkdwn {
  return escape(refName(view, ref), longest);
}
