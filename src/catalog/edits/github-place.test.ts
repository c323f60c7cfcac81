import { expect, test } from 'vitest';
import type { CatalogConfig, SourceConfig } from '#core/catalog-config.ts';
import { gitHubPlace } from './github-place.ts';

type Git = Extract<SourceConfig, { type: 'git' }>;

const any = { position: 0, allow: [], authority: false, visibleTo: 'everyone', everyMs: 60_000 } as const;
const git = (url: string, more: Partial<Git> = {}): Git => ({ ...any, type: 'git', name: 'git-1', url, paths: [], ...more });
const acme = (apiUrl: string): SourceConfig => ({
  ...any,
  type: 'github',
  name: 'acme',
  organization: 'Acme',
  apiUrl,
  auth: { appId: '1', privateKey: 'key' },
  paths: [],
  filters: { topics: { include: [], exclude: [] }, archived: false, forks: false },
});
const catalog = (sources: SourceConfig[], hosts: CatalogConfig['hosts'] = []) => ({ sources, hosts });
const none = { apiUrl: 'https://api.github.com', auth: undefined };
const environment = { apiUrl: 'https://api.github.com', auth: { token: 'environment' } };
const cloud = 'https://api.github.com';
const host = { host: 'github.com', token: 'host', private: false };

test.each<[string, Parameters<typeof gitHubPlace>, unknown]>([
  [
    'its own token',
    [git('https://github.com/acme/pay.git', { token: 'own' }), catalog([acme(cloud)], [host]), environment],
    { token: 'own' },
  ],
  ['the host’s token', [git('git@github.com:acme/pay.git'), catalog([acme(cloud)], [host]), environment], { token: 'host' }],
  ['the organisation’s App', [git('https://github.com/acme/pay'), catalog([acme(cloud)]), environment], { appId: '1', privateKey: 'key' }],
  ['the environment’s', [git('https://github.com/other/pay'), catalog([acme(cloud)]), environment], { token: 'environment' }],
])('a repository on github.com is written to with %s', (_, given, auth) => {
  expect(gitHubPlace(...given)).toMatchObject({ apiUrl: cloud, auth });
});

test('credentials go to their own host, and to none that is not known as a GitHub', () => {
  const server = acme('https://git.acme.example/api/v3');
  expect(gitHubPlace(git('https://git.acme.example/acme/pay'), catalog([server]), environment)).toEqual({
    apiUrl: 'https://git.acme.example/api/v3',
    auth: { appId: '1', privateKey: 'key' },
    organization: 'acme',
    repository: 'acme/pay',
  });
  expect(gitHubPlace(git('https://git.acme.example/other/pay'), catalog([server]), environment)).toBeUndefined();
  expect(gitHubPlace(git('https://github.com/acme/pay'), catalog([server]), none)).toBeUndefined();
  expect(gitHubPlace(git('https://gitlab.com/acme/pay', { token: 'own' }), catalog([]), environment)).toBeUndefined();
  expect(gitHubPlace(git('https://github.com/acme/deep/pay'), catalog([]), environment)).toBeUndefined();
  expect(gitHubPlace(git('/srv/pay.git'), catalog([]), environment)).toBeUndefined();
});
