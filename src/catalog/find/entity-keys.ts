import type { Entry } from '#core/directory.ts';
import type { Entity } from '#core/entity.ts';
import { bare, foldText } from './fold-text.ts';
import type { Key, KeySpace } from './key-space.ts';
import { isCommonHost, readUrl, repositoryAt, repositoryId, slackChannelIn } from './read-url.ts';

/**
 * Everything by which an entity can be looked up, besides its ref, each key once. Depends on nothing but the entry, so
 * that the keys to be taken away can be told from the entry that is leaving.
 */
export function entityKeys(entry: Entry): Key[] {
  const { entity } = entry;
  const kind = entity.kind.toLowerCase();
  const notes = entity.metadata.annotations ?? {};
  const keys = new Keys();
  keys.add(kind === 'location' ? 'location' : 'name', entity.metadata.name);
  addTitle(keys, entity.metadata.title, entity.metadata.name);
  for (const alias of list(notes['switchboard.io/aliases'])) keys.add('alias', alias);
  if (kind === 'user' || kind === 'group') addPeople(keys, entity);
  addChannels(keys, entity, kind === 'group' ? 'groupChannel' : 'channel');
  keys.add('kubernetes', notes['backstage.io/kubernetes-id']);
  keys.add('kubernetes', selected(notes['backstage.io/kubernetes-label-selector']));
  keys.add('pager', notes['pagerduty.com/service-id']);
  keys.add('pager', notes['pagerduty.com/integration-key']);
  for (const annotation of toolAnnotations) keys.add('tool', notes[annotation]);
  addRepositories(keys, entry, notes);
  for (const link of entity.metadata.links ?? []) addLink(keys, link.url);
  return keys.all;
}

class Keys {
  readonly all: Key[] = [];
  add(space: KeySpace, value: unknown, mark = ''): void {
    if (typeof value !== 'string' || value === '') return;
    const text = mark + (words.has(space) ? asAsked(value) : foldText(value));
    if (text !== mark && !this.all.some((key) => key.text === text && (key.space === space || sameWord(key.space, space)))) {
      this.all.push({ text, space });
    }
  }
}

/** What people write as they like, such as `Acme Inc.`. */
const words = new Set<KeySpace>(['title', 'sameTitle', 'alias']);

/** Without the marks at its ends, which nobody can tell from those of the sentence that it is asked in. */
function asAsked(value: string): string {
  const folded = foldText(value);
  return bare(folded) || folded;
}

function addTitle(keys: Keys, title: unknown, name: string): void {
  const same = typeof title === 'string' && foldText(title).replace(/[ ._]/g, '-') === foldText(name).replace(/[ ._]/g, '-');
  keys.add(same ? 'sameTitle' : 'title', title);
}

/** A Kubernetes id that equals the name adds nothing: whoever asks for the one asks for the other. */
function sameWord(known: KeySpace, added: KeySpace): boolean {
  return known === 'name' && ['title', 'sameTitle', 'alias', 'kubernetes', 'tool', 'repositoryName', 'login'].includes(added);
}

const toolAnnotations = [
  'argocd/app-name',
  'sentry.io/project-slug',
  'rollbar.com/project-slug',
  'sonarqube.org/project-key',
  'jenkins.io/job-full-name',
  'circleci.com/project-slug',
  'quay.io/repository-slug',
];

function addPeople(keys: Keys, entity: Entity): void {
  const notes = entity.metadata.annotations ?? {};
  const profile = entity.spec?.['profile'];
  if (typeof profile === 'object' && profile !== null) {
    addTitle(keys, 'displayName' in profile ? profile.displayName : undefined, entity.metadata.name);
    keys.add('email', 'email' in profile ? profile.email : undefined);
  }
  keys.add('login', notes['github.com/user-login']);
  keys.add('teamSlug', notes['github.com/team-slug']);
  keys.add('userGroup', notes['slack.com/user-group']?.replace(/^(<!subteam\^|@)/, '').replace(/[|>].*$/, ''), '@');
}

function addChannels(keys: Keys, entity: Entity, space: KeySpace): void {
  const notes = entity.metadata.annotations ?? {};
  for (const written of [notes['slack.com/bot-notify'], entity.metadata['slackChannel'], notes['slack.com/channel']]) {
    if (typeof written !== 'string') continue;
    for (const channel of list(written)) keys.add(space, slackChannelIn(channel) ?? channel.replace(/^#/, ''), '#');
  }
  for (const { url } of entity.metadata.links ?? []) keys.add(space, slackChannelIn(url), '#');
}

function addRepositories(keys: Keys, entry: Entry, notes: Record<string, string>): void {
  const location = repositoryAt(notes['backstage.io/source-location'] ?? '');
  const inFolder = location !== undefined && location.path.length > 0;
  const slugs = [
    ...[notes['github.com/project-slug']].map((slug) => ({ slug, host: 'github.com' })),
    ...[notes['gitlab.com/project-slug']].map((slug) => ({ slug, host: notes['gitlab.com/instance'] ?? 'gitlab.com' })),
    ...[notes['bitbucket.org/project-slug']].map((slug) => ({ slug, host: 'bitbucket.org' })),
    ...[notes['dev.azure.com/project-repo']].map((slug) => ({ slug, host: undefined })),
  ];
  const ids = new Map<string, { name: string; folder: boolean }>();
  for (const { slug, host } of slugs) {
    if (!slug) continue;
    const path = foldText(slug).replace(/\.git$/, '');
    const id = host === undefined ? path : repositoryId(foldText(host), path.split('/'));
    ids.set(id, { name: path, folder: inFolder && location.id === id });
    // The short form is what people say; on github.com it is the id itself.
    if (id !== path && !(inFolder && location.id === id)) keys.add('repository', path);
  }
  if (location && !ids.has(location.id)) ids.set(location.id, { name: location.id, folder: inFolder });
  for (const [id, { name, folder }] of ids) {
    keys.add(folder ? 'inRepository' : isHubId(id) ? 'hubRepository' : 'repository', id);
    if (!folder) keys.add('repositoryName', name.slice(name.lastIndexOf('/') + 1));
  }
  if (inFolder) keys.add('path', `${location.id}//${location.path.join('/')}`);
  if (!location && ids.size === 0 && !['user', 'group', 'location'].includes(entry.entity.kind.toLowerCase())) {
    keys.add('source', `${entry.source}//${entry.path.slice(0, Math.max(0, entry.path.lastIndexOf('/')))}`);
  }
}

function isHubId(id: string): boolean {
  return !id.slice(0, id.indexOf('/')).includes('.');
}

function addLink(keys: Keys, url: string): void {
  const address = readUrl(foldText(url));
  if (!address || slackChannelIn(url)) return;
  keys.add('link', address.full);
  if (!isCommonHost(address.host)) keys.add('host', address.host);
}

/** `app` and its like in a Kubernetes label selector: `app=cart,tier!=db`. */
function selected(selector: string | undefined): string | undefined {
  return selector && /(?:^|,)\s*(?:app|k8s-app|app\.kubernetes\.io\/(?:name|instance))\s*==?\s*([\w.-]+)/.exec(selector)?.[1];
}

function list(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(',').map((part) => part.trim());
}
