import { describe, expect, it } from 'vitest';
import { SourceUnavailable } from '#core/descriptor.ts';
import { parseGitUrl } from './git-url.ts';

describe('parseGitUrl', () => {
  it('takes the password out of a URL', () => {
    expect(parseGitUrl('https://bob:s%40crt@Git.Example.com:8443/a/b.git?private_token=abc#x')).toEqual({
      protocol: 'https',
      url: 'https://git.example.com:8443/a/b.git',
      hostname: 'git.example.com',
      host: 'git.example.com:8443',
      userinfo: { username: 'bob', password: 's@crt' },
    });
    expect(parseGitUrl('ssh://git:secret@host/x').url).toBe('ssh://git@host/x');
  });

  it.each([
    ['git@github.com:acme/x.git', 'ssh', 'git@github.com:acme/x.git'],
    ['github.com:acme/x.git', 'ssh', 'github.com:acme/x.git'],
    ['ssh://git@host:2222/acme/x', 'ssh', 'ssh://git@host:2222/acme/x'],
    ['file:///srv/git/x', 'file', 'file:///srv/git/x'],
    ['/srv/git/a b', 'file', 'file:///srv/git/a%20b'],
    ['/srv/with:colon', 'file', 'file:///srv/with:colon'],
  ])('reads %s', (text, protocol, url) => {
    expect(parseGitUrl(text)).toMatchObject({ protocol, url });
  });

  it.each([
    '',
    'ext::sh -c x',
    'git://host/x',
    'ftp://host/x',
    'ssh://-oProxyCommand=x/y',
    '-oProxyCommand=x:y',
    '-o@host:x',
    'a\0b',
    'https://',
  ])('refuses "%s"', (text) => {
    expect(() => parseGitUrl(text)).toThrow(SourceUnavailable);
  });
});
