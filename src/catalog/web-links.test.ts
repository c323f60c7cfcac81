import { describe, expect, it } from 'vitest';
import { backstagePage, commitLink, fileLink, organisationPage, peoplePage, webUrlOf } from './web-links.ts';

describe('webUrlOf', () => {
  it.each([
    ['https://github.com/acme/catalog.git', 'https://github.com/acme/catalog'],
    ['https://bob:token@github.com/acme/catalog', 'https://github.com/acme/catalog'],
    ['git@github.com:acme/catalog.git', 'https://github.com/acme/catalog'],
    ['ssh://git@ghe.corp:2222/acme/catalog.git', 'https://ghe.corp/acme/catalog'],
    ['ssh://git@ssh.github.com:443/acme/catalog.git', 'https://github.com/acme/catalog'],
    ['git@gitlab.example.com:group/sub/x.git/', 'https://gitlab.example.com/group/sub/x'],
    ['http://localhost:3000/acme/x.git?token=secret#y', 'http://localhost:3000/acme/x'],
    ['git@ssh.dev.azure.com:v3/acme/shop/web', 'https://dev.azure.com/acme/shop/_git/web'],
    ['/srv/git/catalog.git', undefined],
    ['file:///srv/git/catalog', undefined],
    ['https://github.com/', undefined],
  ])('%s → %s', (url, web) => {
    expect(webUrlOf(url)).toBe(web);
  });
});

describe('fileLink', () => {
  it.each([
    ['https://github.com/acme/x', 'https://github.com/acme/x/blob/abc/a%20b/%23c.yaml#L14'],
    ['https://ghe.corp/acme/x', 'https://ghe.corp/acme/x/blob/abc/a%20b/%23c.yaml#L14'],
    ['https://gitlab.com/acme/x', 'https://gitlab.com/acme/x/-/blob/abc/a%20b/%23c.yaml#L14'],
    ['https://gitlab.corp.example/acme/x', 'https://gitlab.corp.example/acme/x/-/blob/abc/a%20b/%23c.yaml#L14'],
    ['https://bitbucket.org/acme/x', 'https://bitbucket.org/acme/x/src/abc/a%20b/%23c.yaml#lines-14'],
    ['https://dev.azure.com/acme/p/_git/x', 'https://dev.azure.com/acme/p/_git/x'],
  ])('of %s', (web, link) => {
    expect(fileLink(web, 'abc', 'a b/#c.yaml', 14)).toBe(link);
  });
});

it.each([
  ['https://github.acme.example/acme/x', 'https://github.acme.example/acme/x/commit/abc'],
  ['https://gitlab.com/acme/x', 'https://gitlab.com/acme/x/-/commit/abc'],
  ['https://bitbucket.org/acme/x', 'https://bitbucket.org/acme/x/commits/abc'],
  ['https://dev.azure.com/acme/p/_git/x', 'https://dev.azure.com/acme/p/_git/x/commit/abc'],
])('the page of a commit of %s', (web, link) => expect(commitLink(web, 'abc')).toBe(link));

it('an entity has a page of its own in Backstage', () => {
  expect(backstagePage('https://backstage.acme.example', 'component/default/pay')).toBe(
    'https://backstage.acme.example/catalog/default/component/pay',
  );
});

it('an organisation has its page where its API is: on github.com, on a host of GitHub’s own, on an Enterprise Server', () => {
  expect(organisationPage('https://api.github.com', 'acme')).toBe('https://github.com/acme');
  expect(organisationPage('https://api.acme.ghe.com', 'acme')).toBe('https://acme.ghe.com/acme');
  expect(organisationPage('https://api.acme.example/api/v3', 'acme')).toBe('https://api.acme.example/acme');
  expect(peoplePage('https://github.com/acme', 'teams/payments')).toBe('https://github.com/orgs/acme/teams/payments');
  expect(peoplePage('https://github.acme.example/acme', 'members/bo')).toBe('https://github.acme.example/bo');
});
