import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { escape, join, link, md, safeUrl } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { linksOf, pagerIdOf } from '../ownership/links.ts';
import { isProduction, lifecycleOf } from '../ownership/owned.ts';
import { displayName, kindOf, text } from '../ownership/owner.ts';
import { nameOfRef } from './name.ts';
import { capital, kindWord } from './words.ts';

const mostLinks = 8;

/** `Service in production · System checkout · Domain commerce`. */
export function factsLine(view: DirectoryView, entry: Entry): Mrkdwn {
  return join([otherTitle(entry), sortOf(entry), ...placeParts(view, entry)]);
}

/** `System checkout · Domain commerce`: what it is part of. */
export function placeLine(view: DirectoryView, entry: Entry): Mrkdwn {
  return join([otherTitle(entry), ...placeParts(view, entry)]);
}

function placeParts(view: DirectoryView, entry: Entry): (Mrkdwn | false | undefined | '')[] {
  const system = wholeOf(view, entry.ref, 'system');
  const domain = wholeOf(view, entry.ref, 'domain') ?? (system && wholeOf(view, system, 'domain'));
  const groups = view.targets(entry.ref, 'memberOf').toSorted().slice(0, 5);
  const parent = kindOf(entry) === 'group' ? view.targets(entry.ref, 'childOf').toSorted()[0] : undefined;
  return [
    system && md`System ${nameOfRef(view, system)}`,
    domain && md`Domain ${nameOfRef(view, domain)}`,
    groups.length > 0 &&
      md`In ${join(
        groups.map((ref) => nameOfRef(view, ref)),
        ', ',
      )}`,
    parent && md`Part of ${nameOfRef(view, parent)}`,
  ];
}

/** `Runbook · Dashboard · Docs`, only those that exist. */
export function linksLine(view: DirectoryView, entry: Entry): Mrkdwn | undefined {
  const links = linksOf(view, entry).filter(({ url }) => safeUrl(url) !== undefined);
  const shown = links.slice(0, mostLinks).map(({ label, url }) => link(url, label.slice(0, 60)));
  const id = pagerIdOf(entry);
  // The link to it says so already.
  const pager = links.some(({ url }) => id !== undefined && url.split(/[/?#]/).includes(id)) ? undefined : id;
  const more = links.length > mostLinks && escape(`${links.length - mostLinks} more in its file`);
  const line = join([...shown, more, pager && md`PagerDuty service ${escape(pager, 40)}`]);
  return line === '' ? undefined : line;
}

/** The title, where it says something that the name does not. */
function otherTitle(entry: Entry): Mrkdwn | undefined {
  const title = text(entry.entity.metadata.title);
  const bare = (name: string) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
  return title && bare(title) !== bare(displayName(entry)) ? escape(title, 100) : undefined;
}

/** What sort of thing it is and how far along, e.g. `Service in production`, `API (openapi), experimental`. */
export function sortOf(entry: Entry): Mrkdwn {
  return escape(capital(sortWords(entry)));
}

/** The same inside a sentence; foreign text. */
export function sortWords(entry: Entry): string {
  const kind = kindOf(entry);
  const type = text(entry.entity.spec?.['type'])?.slice(0, 40);
  const lifecycle = lifecycleOf(entry)?.slice(0, 40);
  const stage = lifecycle === undefined ? '' : isProduction(entry) ? ' in production' : `, ${lifecycle}`;
  const alone = ['component', 'group'].includes(kind) ? type : undefined;
  return `${alone ?? kindWord(kind)}${type && !alone ? ` (${type})` : ''}${stage}`;
}

/** The system or domain that something is part of. */
export function wholeOf(view: DirectoryView, ref: Ref, kind: string): Ref | undefined {
  return view
    .targets(ref, 'partOf')
    .toSorted()
    .find((whole) => whole.startsWith(`${kind}:`));
}
