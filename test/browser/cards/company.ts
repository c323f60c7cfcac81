import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRemote } from '#git/remote.ts';
import { freePort } from '../../../bench/product.ts';
import { type App, createApp } from '../../../src/app.ts';
import { readConfig } from '../../../src/config.ts';
import { gitBackend, type GitHttpServer, httpServer } from '../../support/git-http-server.ts';
import { type GitRepository, gitRepository } from '../../support/git-repository.ts';
import type { WorldRepository } from '../../support/github/repository.ts';
import { type GitHubWorld, openGitHubWorld } from '../../support/github/world.ts';
import { type FakePagerDuty, onCall, openPagerDuty } from '../../support/pager-duty-server.ts';
import { silentLog } from '../../support/silent-log.ts';

/** The example organisation as a company runs it: with Git, GitHub and PagerDuty, all of them on this machine. */
export interface Company {
  url: string;
  /** Where the example organisation's files are; nobody may open pull requests there. */
  catalog: GitRepository;
  /** On GitHub, where changes are proposed. */
  loyalty: WorldRepository;
  stop(): Promise<void>;
}

const manifests = join(import.meta.dirname, '../../../manifests');

const component = (name: string, title: string, owner: string, more = '') =>
  `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}\n  title: ${title}\n${more}spec:\n  type: service\n  lifecycle: production\n  owner: ${owner}\n  system: checkout\n`;

export async function openCompany(): Promise<Company> {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-cards-'));
  const catalog = catalogRepository(join(folder, 'catalog'));
  const archive = gitRepository(made(join(folder, 'archive')));
  archive.commit({ 'catalog-info.yaml': component('parcel-labels', 'Parcel labels', 'team-delivery') }, 'Lena Vogel');
  const github = await openGitHubWorld('halyard-example');
  github.app.installations.set('halyard-example', 7);
  github.app.permissions = { metadata: 'read', contents: 'write', pull_requests: 'write', members: 'read' };
  const describes = '  description: Points for purchases, and what they buy\n';
  const files = { 'catalog-info.yaml': component('loyalty-api', 'Loyalty API', 'team-storefront', describes) };
  const loyalty = github.repository('loyalty-api', { files, git: true });
  loyalty.reviewers.add('team-payments').add('team-storefront');
  const registered = join(folder, 'registered', 'halyard-example', 'gift-cards.git');
  mkdirSync(registered, { recursive: true });
  gitRepository(registered).commit({ 'catalog-info.yaml': component('gift-cards', 'Gift cards', 'team-storefront') }, 'Kenji Mori');
  const host = await httpServer(gitBackend(join(folder, 'registered')));
  const pager = await openPagerDuty(shifts());
  pager.users.add('ana.ferreira@halyard.example');
  writeFileSync(join(folder, 'switchboard.yaml'), configOf(folder, github));
  const port = await freePort();
  const variables = {
    PORT: String(port),
    DATA_DIR: join(folder, 'data'),
    PAGERDUTY_TOKEN: pager.token,
    PAGERDUTY_API_URL: pager.url,
    LOG_LEVEL: 'silent',
  };
  const app = await createApp(readConfig(variables, folder), silentLog, {
    // What is registered is on this machine as well.
    openRemote: (url, options) => openRemote(url.replace('https://github.com', host.url), { ...options, writtenBy: 'operator' }),
  });
  await app.start();
  // From now on it cannot be read.
  renameSync(join(folder, 'archive'), join(folder, 'gone'));
  return { url: `http://localhost:${port}`, catalog, loyalty, stop: () => stop(app, { github, host, pager, folder }) };
}

interface Fakes {
  github: GitHubWorld;
  host: GitHttpServer;
  pager: FakePagerDuty;
  folder: string;
}

async function stop(app: App, { github, host, pager, folder }: Fakes): Promise<void> {
  await app.stop();
  await github.close();
  await host.close();
  pager.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}

/** The example organisation, and what became of it since. */
function catalogRepository(folder: string): GitRepository {
  const catalog = gitRepository(made(folder));
  cpSync(manifests, folder, { recursive: true });
  catalog.commit({ 'storefront/gift-wrap/catalog-info.yaml': component('gift-wrap', 'Gift wrap', 'team-storefront') }, 'Freya Lindqvist');
  return catalog;
}

function made(folder: string): string {
  mkdirSync(folder);
  return folder;
}

/** One who is in Slack, and one who is not. */
function shifts(): object[] {
  const until = new Date(Date.now() + 6 * 3_600_000);
  until.setUTCMinutes(0, 0, 0);
  const first = onCall(1, 'Ana Ferreira', until.toISOString());
  Object.assign(first.user, { email: 'ana.ferreira@halyard.example' });
  return [first, onCall(2, 'Samuel Osei', null)];
}

function configOf(folder: string, github: GitHubWorld): string {
  const auth = `{appId: "4711", privateKey: ${JSON.stringify(github.app.privateKey)}}`;
  return `catalog:
  sources:
    - {type: git, name: catalog, url: ${folder}/catalog, authority: true, every: 5s, allow: [Component, System, API, Resource, Domain, Location, AiResource, User, Group, Template]}
    - {type: github, name: github, organization: halyard-example, apiUrl: ${github.apiUrl}, auth: ${auth}}
    - {type: git, name: archive, url: ${folder}/archive, every: 1s}
  hosts: [github.com]
  fallback: {channel: '#help-platform'}
permissions: {admin: [team-payments], register: everyone, page: everyone}
slack: {unfurl: [wiki.halyard.example]}
notices: {problems: off}
`;
}

/** Commits to the catalog, one file changed by a function of its text. */
export function change({ catalog }: Company, path: string, by: string, how: (text: string) => string | null): string {
  return catalog.commit({ [path]: how(readFileSync(join(catalog.path, path), 'utf8')) }, by);
}
