import { expect, it } from 'vitest';
import { openRemote } from './remote.ts';

const hosts = [{ host: 'git.acme.example', token: 'of-the-host', username: 'robot', private: false }];
const open = (url: string, token?: string) => openRemote(url, { hosts, writtenBy: 'operator', token });
const basic = (text: string) => `Authorization: Basic ${Buffer.from(text).toString('base64')}`;

it('sends credentials to the host they were given for, and to no other', async () => {
  const { url, config } = await open('https://git.acme.example/shop.git');
  expect(url).toBe('https://git.acme.example/shop.git');
  expect(config).toEqual([
    ['remote.origin.url', 'https://git.acme.example/shop.git'],
    ['http.https://git.acme.example/.extraHeader', basic('robot:of-the-host')],
  ]);
  for (const other of ['https://git.acme.example:8443/shop.git', 'https://git.acme.example.evil.example/shop.git']) {
    expect(JSON.stringify(await open(other))).not.toContain('extraHeader');
  }
});

it.each([
  ['the token of the source', 'https://ann:of-the-url@git.acme.example/shop.git', 'of-the-source', 'ann:of-the-source'],
  ['what the URL says', 'https://ann:of-the-url@git.acme.example/shop.git', undefined, 'ann:of-the-url'],
  ['the entry of the host', 'https://git.acme.example/shop.git', undefined, 'robot:of-the-host'],
])('what is written nearest to the source wins: %s', async (_, url, token, expected) => {
  const remote = await open(url, token);
  expect(remote.config.at(-1)?.[1]).toBe(basic(expected));
  // Nothing of it is left in the address, which goes into messages, and all of it is cut out of them.
  expect(remote.url).toBe('https://git.acme.example/shop.git');
  expect(remote.secrets).toContain(expected.split(':')[1]);
});
