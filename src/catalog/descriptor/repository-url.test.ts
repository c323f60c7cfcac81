import { expect, test } from 'vitest';
import { readRepositoryUrl } from './repository-url.ts';

test.each([
  ['https://github.com/acme/shop/blob/main/catalog-info.yaml', 'https://github.com/acme/shop.git', 'main/catalog-info.yaml'],
  [
    'https://github.com/acme/shop/tree/main/services/**/catalog-info.yaml',
    'https://github.com/acme/shop.git',
    'main/services/**/catalog-info.yaml',
  ],
  ['https://GitHub.com/acme/shop/edit/feature/x/a.yaml', 'https://github.com/acme/shop.git', 'feature/x/a.yaml'],
  ['https://raw.githubusercontent.com/acme/shop/main/a%20b.yaml', 'https://github.com/acme/shop.git', 'main/a b.yaml'],
  ['https://raw.githubusercontent.com/acme/shop/refs/heads/main/a.yaml', 'https://github.com/acme/shop.git', 'main/a.yaml'],
  ['https://gitlab.acme.example/web/front/shop/-/blob/main/a.yaml', 'https://gitlab.acme.example/web/front/shop.git', 'main/a.yaml'],
  ['https://bitbucket.org/acme/shop/src/master/a.yaml', 'https://bitbucket.org/acme/shop.git', 'master/a.yaml'],
  ['https://git.acme.example:8443/acme/shop/src/branch/main/a.yaml', 'https://git.acme.example:8443/acme/shop.git', 'main/a.yaml'],
  ['https://raw.githubusercontent.com/acme/shop/refs/tags/v1/a.yaml', 'https://github.com/acme/shop.git', 'v1/a.yaml'],
  ['https://git.acme.example/acme/shop/src/commit/0a1b/a.yaml', 'https://git.acme.example/acme/shop.git', '0a1b/a.yaml'],
  ['https://github.com/acme/shop', 'https://github.com/acme/shop.git', undefined],
  ['https://github.com/acme/shop.git', 'https://github.com/acme/shop.git', undefined],
  ['https://gitlab.com/a/b/c/', 'https://gitlab.com/a/b/c.git', undefined],
])('%s', (url, cloneUrl, view) => {
  expect(readRepositoryUrl(url)).toEqual({ host: new URL(cloneUrl).host, cloneUrl, ...(view && { view }) });
});

test.each([
  'http://github.com/acme/shop',
  'git@github.com:acme/shop.git',
  'https://user:word@github.com/acme/shop',
  'https://github.com/acme',
  'https://github.com/acme/-/blob/main/x.yaml',
  'https://github.com/%zz/a',
  'https://github.com/acme/shop/blob/main/..%2f..%2fa.yaml',
  'https://github.com/acme/shop/blob/main/a%00.yaml',
  'https://github.com/acme/shop%0a/blob/main/a.yaml',
  './catalog-info.yaml',
])('%s is no repository that is followed', (url) => expect(readRepositoryUrl(url)).toBeUndefined());
