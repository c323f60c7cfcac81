import type { DirectoryView, Entry } from '#core/directory.ts';
import { isSlackChannelLink } from './contacts.ts';
import { fileUrl } from './evidence.ts';
import { text } from './owner.ts';

export interface NamedLink {
  label: string;
  url: string;
}

/** What an incident needs comes first; every other link after it, as the file has them. */
const sorts = ['Runbook', 'Dashboard', 'Docs', 'Repository', 'PagerDuty'] as const;
type Sort = (typeof sorts)[number];

const docsSign = /\bdocs?\b|documentation|tech-?docs|wiki|confluence/i;

const signs: readonly [Sort, RegExp][] = [
  ['Runbook', /run-?book|play-?book/i],
  ['Dashboard', /dashboard|grafana|datadog|kibana|monitoring/i],
  ['PagerDuty', /pager-?duty/i],
  ['Docs', docsSign],
  ['Repository', /\brepo(sitory)?\b|source code|\bgithub\b|\bgitlab\b/i],
];

/** The web addresses an entity gives: `metadata.links`, its repository and its docs; each URL once, Slack channels not. */
export function linksOf(view: DirectoryView, entry: Entry): NamedLink[] {
  const written = (entry.entity.metadata.links ?? []).filter(({ url }) => isWeb(url) && !isSlackChannelLink(url));
  const found = written.map(({ url, title, icon, type }) => {
    const sort = sortOf([title, type, icon].join(' '), url);
    return { label: text(title) ?? sort ?? new URL(url).hostname, url, sort };
  });
  const repository = repositoryOf(entry);
  if (repository && !found.some(({ sort }) => sort === 'Repository'))
    found.push({ label: 'Repository', url: repository, sort: 'Repository' });
  const docs = docsOf(view, entry);
  if (docs && !found.some(({ sort }) => sort === 'Docs')) found.push({ label: 'Docs', url: docs, sort: 'Docs' });
  const unique = found.filter(({ url }, i) => found.findIndex((other) => other.url === url) === i);
  return unique.sort((a, b) => rank(a.sort) - rank(b.sort)).map(({ label, url }) => ({ label, url }));
}

/** Whether it says where its documentation is; cheaper than its links, because it is asked of all there is. */
export function hasDocs({ entity }: Entry): boolean {
  const { annotations, links = [] } = entity.metadata;
  if (text(annotations?.['backstage.io/techdocs-ref']) ?? text(annotations?.['backstage.io/techdocs-entity'])) return true;
  return links.some(({ title, type, icon }) => docsSign.test([title, type, icon].join(' ')));
}

/** PagerDuty's service id, which says where to page even where no link is known. */
export function pagerIdOf(entry: Entry): string | undefined {
  return text(entry.entity.metadata.annotations?.['pagerduty.com/service-id']);
}

function sortOf(words: string, url: string): Sort | undefined {
  if (/(^|\.)pagerduty\.com$/.test(new URL(url).hostname)) return 'PagerDuty';
  return signs.find(([, sign]) => sign.test(words))?.[0];
}

function rank(sort: Sort | undefined): number {
  return sort ? sorts.indexOf(sort) : sorts.length;
}

/** `backstage.io/source-location`, else a project slug (Backstage's well-known annotations). */
function repositoryOf({ entity }: Entry): string | undefined {
  const notes = entity.metadata.annotations ?? {};
  const location = text(notes['backstage.io/source-location'])?.replace(/^url:/, '');
  if (location && isWeb(location)) return location;
  const gitlab = text(notes['gitlab.com/instance']) ?? 'gitlab.com';
  return (
    slugUrl('github.com', notes['github.com/project-slug']) ??
    slugUrl(gitlab, notes['gitlab.com/project-slug']) ??
    slugUrl('bitbucket.org', notes['bitbucket.org/project-slug'])
  );
}

function slugUrl(host: string, slug: unknown): string | undefined {
  const path = text(slug);
  return path && /^[\w.-]+(\/[\w.-]+)+$/.test(path) && /^[\w.-]+$/.test(host) ? `https://${host}/${path}` : undefined;
}

/** `backstage.io/techdocs-ref`: `url:<address>`, or `dir:<folder>` beside the descriptor. */
function docsOf(view: DirectoryView, entry: Entry): string | undefined {
  const ref = text(entry.entity.metadata.annotations?.['backstage.io/techdocs-ref']);
  if (ref?.startsWith('url:')) return isWeb(ref.slice(4)) ? ref.slice(4) : undefined;
  const source = view.source(entry.source);
  if (!ref?.startsWith('dir:') || !source) return undefined;
  const folder = entry.path.split('/').slice(0, -1);
  const steps = ref
    .slice(4)
    .split('/')
    .filter((step) => step !== '' && step !== '.');
  return steps.includes('..') ? undefined : fileUrl(source, [...folder, ...steps].join('/'));
}

function isWeb(url: unknown): url is string {
  return typeof url === 'string' && URL.canParse(url) && ['https:', 'http:'].includes(new URL(url).protocol);
}
