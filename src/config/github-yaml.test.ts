import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../config.ts';

function read(variables: Record<string, string>, yaml: string) {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-config-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'switchboard.yaml'), yaml);
  return readConfig(variables, folder).catalog.sources;
}

const organisation = 'catalog:\n  sources:\n    - type: github\n      organization: acme\n';

test('a GitHub organisation takes credentials and address from the environment, unless it has its own', () => {
  const yaml = `${organisation}      authority: true
    - type: github
      organization: tools
      apiUrl: https://github.acme.example/api/v3/
      auth: { appId: 7, privateKey: '\${KEY}' }
      catalogPath: ['**/info.yaml']
      branch: live
      filters: { repository: 'svc-.*', topics: { exclude: [old] }, visibility: [private], forks: true }
`;
  const key = '-----BEGIN PRIVATE KEY-----\\nabc';
  const [usual, own] = read({ GITHUB_TOKEN: 'ghp_1', KEY: key }, yaml);
  expect(usual).toMatchObject({
    name: 'github-1',
    apiUrl: 'https://api.github.com',
    auth: { token: 'ghp_1' },
    paths: ['/catalog-info.yaml'],
    everyMs: 300_000,
    filters: { topics: { include: [], exclude: [] }, archived: false, forks: false },
  });
  expect(usual?.allow).not.toContain('group');
  expect(own).toMatchObject({
    apiUrl: 'https://github.acme.example/api/v3',
    auth: { appId: '7', privateKey: '-----BEGIN PRIVATE KEY-----\nabc' },
    paths: ['**/info.yaml'],
    branch: 'live',
    filters: { repository: 'svc-.*', topics: { include: [], exclude: ['old'] }, visibility: ['private'], archived: false, forks: true },
  });
  const app = { GITHUB_APP_ID: '9', GITHUB_APP_PRIVATE_KEY: key, GITHUB_TOKEN: 'x', GITHUB_API_URL: 'http://127.0.0.1:1/api/v3/' };
  const [from] = read(app, organisation);
  expect(from).toMatchObject({ apiUrl: 'http://127.0.0.1:1/api/v3', auth: { appId: '9' } });
});

test.each([
  [organisation, 'switchboard.yaml:3: catalog.sources.0 has no credentials.', 'GITHUB_TOKEN'],
  [
    `${organisation}      auth: { token: a, appId: b }\n`,
    'catalog.sources.0.auth is not credentials that can be used.',
    'token, or appId and privateKey',
  ],
  [`${organisation}      auth: { tokn: a }\n`, 'catalog.sources.0.auth.tokn is not a known key.', 'Did you mean token?'],
  [`${organisation}      filters: { topic: [a] }\n`, 'catalog.sources.0.filters.topic is not a known key.', 'Did you mean topics?'],
  [`${organisation}      filters: { topics: { includ: [a] } }\n`, 'filters.topics.includ is not a known key.', 'Did you mean include?'],
  [`${organisation}      filters: { repository: '(' }\n`, 'catalog.sources.0.filters.repository is "(".', 'regular expression'],
  [`${organisation}      filters: { visibility: [secret] }\n`, 'catalog.sources.0.filters.visibility.0 is "secret".', 'public, private or'],
  [`${organisation}      apiUrl: http://github.example/api/v3\n`, 'catalog.sources.0.apiUrl is', 'Use https'],
  [`${organisation}      apiUrl: github.example\n`, 'catalog.sources.0.apiUrl is "github.example".', 'Write https://<host>/api/v3.'],
  [`${organisation}      auth: ghp_written_out\n`, 'catalog.sources.0.auth is not credentials that can be used.', 'key: value'],
  [
    `${organisation}      auth: { appId: 7, privateKey: ./key.pem }\n`,
    'privateKey is not a private key that can be used.',
    'the .pem file',
  ],
  [`${organisation}      catalogPath: []\n`, 'catalog.sources.0.catalogPath is an empty list.', 'Name at least one'],
  [`${organisation}      catalogPath: /\n`, 'catalog.sources.0.catalogPath is "/".', 'Name a file'],
  ['catalog: { sources: [{ type: svn }] }', 'catalog.sources.0.type is "svn".', 'folder, git, github or backstage'],
  ['catalog: { sources: [{ type: backstage, url: b }] }', 'catalog.sources.0.url is "b".', 'the address of the backend'],
  [`${organisation}slack: { guests: maybe }\n`, 'slack.guests is "maybe".', 'Write refuse or answer.'],
  [`${organisation}slack: { commands: { /whoown: /owner } }\n`, 'slack.commands./whoown is not a known key.', 'Did you mean /whoowns?'],
  [`${organisation}slack: { commands: { whoowns: /x, /deps: x } }\n`, 'slack.commands./deps is "x".', 'a name of its own'],
  [`${organisation}slack: { commands: { /whoowns: /deps } }\n`, 'slack.commands./whoowns is "/deps".', 'a name of its own'],
  [`${organisation}      catalogPath: ../a.yaml\n`, 'catalog.sources.0.catalogPath is "../a.yaml".', 'without ".."'],
  [`${organisation}      catalogPath: [a.yaml, b/../../c.yaml]\n`, 'catalog.sources.0.catalogPath', 'without ".."'],
  [
    `${organisation}      paths: [a.yaml]\n`,
    'catalog.sources.0.paths is not a known key.',
    'Only sources of type: folder or git have paths.',
  ],
])('%j is refused: %s', (yaml, message, hint) => {
  expect(() => read({}, yaml)).toThrow(
    expect.objectContaining({ message: expect.stringContaining(message), hint: expect.stringContaining(hint) }),
  );
});
