import { expect, test } from 'vitest';
import type { UserError } from '#core/user-error.ts';
import { registrationTarget } from './registration-target.ts';

const hosts = ['github.com', 'gitlab.acme.example', 'bitbucket.org', 'git.acme.example'];

test.each([
  ['https://github.com/acme/shop', 'github.com/acme/shop', 'catalog-info.yaml', undefined],
  ['<https://github.com/acme/shop|the shop>', 'github.com/acme/shop', 'catalog-info.yaml', undefined],
  ['https://github.com/acme/shop.git', 'github.com/acme/shop', 'catalog-info.yaml', undefined],
  ['https://github.com/acme/shop/tree/v1.0', 'github.com/acme/shop', 'catalog-info.yaml', 'v1.0'],
  ['https://github.com/acme/shop/tree/main/services/cart', 'github.com/acme/shop', 'services/cart/catalog-info.yaml', 'main'],
  ['https://github.com/acme/shop/blob/main/a.yaml?plain=1#L3', 'github.com/acme/shop', 'a.yaml', 'main'],
  ['https://github.com/acme/shop/blob/HEAD/a.yaml', 'github.com/acme/shop', 'a.yaml', undefined],
  ['https://github.com/acme/shop/**/catalog-info.yaml', 'github.com/acme/shop', '**/catalog-info.yaml', undefined],
  ['https://github.com/acme/shop/services/*/catalog-info.yaml', 'github.com/acme/shop', 'services/*/catalog-info.yaml', undefined],
  ['https://github.com/acme/shop **/catalog-info.yaml', 'github.com/acme/shop', '**/catalog-info.yaml', undefined],
  ['<https://github.com/acme/shop> all.yaml', 'github.com/acme/shop', 'all.yaml', undefined],
  ['https://raw.githubusercontent.com/acme/shop/main/a.yaml', 'github.com/acme/shop', 'a.yaml', 'main'],
  ['https://gitlab.acme.example/web/front/shop/-/blob/main/a.yaml', 'gitlab.acme.example/web/front/shop', 'a.yaml', 'main'],
  ['https://gitlab.acme.example/web/front/shop/*.yaml', 'gitlab.acme.example/web/front/shop', '*.yaml', undefined],
  ['https://bitbucket.org/acme/shop/src/master/a.yaml', 'bitbucket.org/acme/shop', 'a.yaml', 'master'],
  ['https://git.acme.example/acme/shop/src/tag/v1/a.yaml', 'git.acme.example/acme/shop', 'a.yaml', 'v1'],
])('%s', (text, repository, path, ref) => {
  const target = registrationTarget(text, hosts);
  expect([target.repository, target.path, target.ref]).toEqual([repository, path, ref]);
  expect(target.source).toBe(`registered/${repository}${ref === undefined ? '' : `@${ref}`}`);
});

test('a repository or folder means its catalog-info.yaml, and that is told', () => {
  expect(registrationTarget('https://github.com/acme/shop', hosts).assumed).toBe(true);
  expect(registrationTarget('https://github.com/acme/shop/blob/main/catalog-info.yaml', hosts).assumed).toBe(false);
});

test.each([
  ['', 'not-registrable'],
  ['payments', 'not-registrable'],
  ['http://github.com/acme/shop', 'not-registrable'],
  ['ssh://git@github.com/acme/shop', 'not-registrable'],
  ['git@github.com:acme/shop.git', 'not-registrable'],
  ['file:///etc/passwd', 'not-registrable'],
  ['ext::sh -c touch% /tmp/x', 'not-registrable'],
  ['https://ann:word@github.com/acme/shop', 'not-registrable'],
  ['https://github.com@evil.example/acme/shop', 'not-registrable'],
  ['https://github.com/acme', 'not-registrable'],
  ['https://github.com/acme/shop/blob/main/%2e%2e%2f%2e%2e%2fa.yaml', 'not-registrable'],
  ['https://github.com/acme/shop ../../etc/passwd', 'not-registrable'],
  ['https://github.com/acme/shop%00/blob/main/a.yaml', 'not-registrable'],
  [`https://github.com/acme/${'x'.repeat(2000)}`, 'not-registrable'],
  ['https://evil.example/acme/shop', 'host-not-named'],
  ['https://github.com.evil.example/acme/shop', 'host-not-named'],
  ['https://github.com:8443/acme/shop', 'host-not-named'],
  ['https://169.254.169.254/latest/meta-data', 'host-not-named'],
  ['https://[::1]/acme/shop', 'host-not-named'],
  ['https://localhost/acme/shop', 'host-not-named'],
])('%s is refused', (text, code) => {
  expect(() => registrationTarget(text, hosts)).toThrow(expect.objectContaining({ code }) as UserError);
});

test('who is refused because of the host is told the key and the host', () => {
  expect(() => registrationTarget('https://evil.example/acme/shop', hosts)).toThrow(
    'evil.example is not among catalog.hosts, so nothing is read from there.',
  );
});
