import { describe, expect, it } from 'vitest';
import type { HostConfig } from '#core/catalog-config.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { checkHost } from './check-host.ts';

const hosts: HostConfig[] = [
  { host: 'github.com', private: false },
  { host: 'ghe.corp:8443', private: true },
];
const resolvesTo = (...addresses: string[]) => ({ writtenBy: 'file' as const, resolve: async () => addresses });
const refusal = (words: RegExp) => (error: unknown) =>
  error instanceof SourceUnavailable && error.code === 'refused' && words.test(error.message);

describe('checkHost for what a file names', () => {
  it('lets through https to a listed host and pins what it resolved to', async () => {
    expect(await checkHost('https://github.com/acme/x', hosts, resolvesTo('140.82.121.4'))).toEqual({ pinned: ['140.82.121.4'] });
    expect(await checkHost('https://GHE.corp:8443/acme/x', hosts, resolvesTo('10.0.0.8'))).toEqual({ pinned: ['10.0.0.8'] });
  });

  it.each([
    ['http://github.com/acme/x', /Only https/],
    ['ssh://git@github.com/acme/x', /Only https/],
    ['git@github.com:acme/x', /Only https/],
    ['file:///etc', /Only https/],
    ['/etc', /Only https/],
    ['https://gitlab.com/acme/x', /not among catalog.hosts/],
    ['https://github.com:8443/acme/x', /not among catalog.hosts/],
    ['https://github.com.evil.example/x', /not among catalog.hosts/],
    ['https://github.com@evil.example/x', /not among catalog.hosts/],
  ])('refuses %s', async (url, words) => {
    await expect(checkHost(url, hosts, resolvesTo('140.82.121.4'))).rejects.toSatisfy(refusal(words));
  });

  it.each(['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', '::ffff:10.0.0.1'])(
    'refuses a public host that resolves to %s',
    async (address) => {
      await expect(checkHost('https://github.com/x/y', hosts, resolvesTo('140.82.121.4', address))).rejects.toSatisfy(refusal(/address/));
    },
  );

  it('keeps even a private host away from loopback and link-local addresses', async () => {
    for (const address of ['127.0.0.1', '169.254.169.254', 'fe80::1']) {
      await expect(checkHost('https://ghe.corp:8443/x/y', hosts, resolvesTo(address))).rejects.toSatisfy(refusal(/address/));
    }
  });
});

describe('checkHost for what the operator wrote', () => {
  it('takes any https, ssh and file address, and http on loopback', async () => {
    for (const url of [
      'https://10.0.0.1/x',
      'git@10.0.0.1:x',
      '/srv/git/x',
      'http://127.0.0.1:3000/x',
      'http://localhost/x',
      'http://[::1]/x',
    ]) {
      expect(await checkHost(url, [], { writtenBy: 'operator' })).toEqual({});
    }
  });

  it('refuses http elsewhere', async () => {
    await expect(checkHost('http://git.corp/x', [], { writtenBy: 'operator' })).rejects.toSatisfy(refusal(/over http/));
  });
});
