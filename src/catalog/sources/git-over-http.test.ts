import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { HostConfig } from '#core/catalog-config.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { defaultGitLimits } from '#git/git-limits.ts';
import { type Answer, gitBackend, type GitHttpServer, httpServer } from '../../../test/support/git-http-server.ts';
import { gitRepository, temporaryFolder } from '../../../test/support/git-repository.ts';
import { component, plain, readerOf, refsOf, sourceDeps } from '../../../test/support/source-world.ts';
import { createSource } from './create-source.ts';

const secret = 'tok-3n/5+x';
const basic = (username: string) => `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`;

const servers: GitHttpServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});
async function serve(answer: Answer): Promise<GitHttpServer> {
  const server = await httpServer(answer);
  servers.push(server);
  return server;
}

function readerAt(url: string, { token, hosts = [], dataDir = temporaryFolder(), askMs = 20_000 }: Options = {}) {
  const deps = sourceDeps(dataDir, { hosts, gitLimits: { ...defaultGitLimits, askMs } });
  return readerOf(createSource({ ...plain, type: 'git', url, ...(token === undefined ? {} : { token }) }, deps));
}
interface Options {
  token?: string;
  hosts?: HostConfig[];
  dataDir?: string;
  askMs?: number;
}

const unavailable = (code: SourceUnavailable['code'], message: RegExp) => (error: unknown) =>
  error instanceof SourceUnavailable && error.code === code && message.test(error.message) && !everythingOf(error).includes(secret);

/** All that a log could print of an error. */
function everythingOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.message} ${error.stack} ${JSON.stringify(error)} ${everythingOf(error.cause)}`;
}

function hosted(): string {
  const repository = gitRepository();
  repository.commit({ 'a/catalog-info.yaml': component('a'), 'big.txt': 'x'.repeat(10_000) });
  return repository.path;
}

describe('Git over http', () => {
  it.each<[string, string, Options]>([
    ['the token of the source', 'x-access-token', { token: secret }],
    ['the URL', 'bob', {}],
  ])('shows credentials from %s', async (_, username, options) => {
    const server = await serve(gitBackend(hosted(), basic(username)));
    const url = options.token === undefined ? server.url.replace('//', `//bob:${encodeURIComponent(secret)}@`) : server.url;
    const reader = readerAt(`${url}/.git`, options);
    await reader.look();
    expect(refsOf(reader)).toEqual(['component:default/a']);
  });

  it("shows a host's credentials to that host only", async () => {
    const folder = hosted();
    const known = await serve(gitBackend(folder, basic('robot')));
    const other = await serve(gitBackend(folder));
    const hosts = [{ host: new URL(known.url).host, token: secret, username: 'robot', private: true }];
    await readerAt(`${known.url}/.git`, { hosts }).look();
    await readerAt(`${other.url}/.git`, { hosts }).look();
    expect(new Set(known.authorizations)).toEqual(new Set([basic('robot')]));
    expect(new Set(other.authorizations)).toEqual(new Set(['']));
  });

  it('follows no redirect, so that nobody gets what was meant for another', async () => {
    const elsewhere = await serve(gitBackend(hosted()));
    const server = await serve((request, response) => response.writeHead(302, { location: elsewhere.url + request.url }).end());
    const read = readerAt(`${server.url}/.git`, { token: secret }).look();
    await expect(read).rejects.toSatisfy(unavailable('refused', /redirect/));
    expect(elsewhere.authorizations).toEqual([]);
  });

  it('keeps credentials out of arguments, files and errors', async () => {
    const folder = hosted();
    const server = await serve(gitBackend(folder, basic('x-access-token')));
    const dataDir = temporaryFolder();
    const said = await recordingArguments(async () => {
      await readerAt(`${server.url}/.git`, { token: secret, dataDir }).look();
      const wrong = readerAt(`${server.url.replace('//', `//eve:${encodeURIComponent(secret)}@`)}/.git`).look();
      await expect(wrong).rejects.toSatisfy(unavailable('refused', /refused access/));
    });
    const hidden = [secret, encodeURIComponent(secret), basic('x-access-token'), basic('eve')].flatMap((text) => [
      text,
      text.replace('Basic ', ''),
    ]);
    expect(said).toContain('fetch');
    for (const text of hidden) {
      expect(said).not.toContain(text);
      expect(allTextIn(dataDir)).not.toContain(text);
    }
  });

  it.each<[string, SourceUnavailable['code'], RegExp, Answer]>([
    ['404', 'not-found', /was not found/, (_, response) => response.writeHead(404).end()],
    ['500', 'unreachable', /cannot be reached/, (_, response) => response.writeHead(503).end()],
    ['a login page', 'not-found', /was not found/, (_, response) => response.writeHead(200).end('<html>\n<body>Log in</body>\n</html>')],
  ])('explains a server that answers %s', async (_, code, message, answer) => {
    const server = await serve(answer);
    await expect(readerAt(`${server.url}/x.git`, { token: secret }).look()).rejects.toSatisfy(unavailable(code, message));
  });

  it('gives up on a server that does not answer, and on one that is not there', async () => {
    const server = await serve(() => undefined);
    const started = performance.now();
    await expect(readerAt(`${server.url}/x.git`, { askMs: 400 }).look()).rejects.toSatisfy(unavailable('timeout', /in time/));
    expect(performance.now() - started).toBeLessThan(3000);
    await server.close();
    await expect(readerAt(`${server.url}/x.git`).look()).rejects.toSatisfy(unavailable('unreachable', /cannot be reached/));
  });
});

/** Runs with a `git` in front of the real one that writes down its arguments; gives all of them. */
async function recordingArguments(work: () => Promise<void>): Promise<string> {
  const folder = temporaryFolder();
  const log = path.join(folder, 'arguments');
  const searched = process.env['PATH'] ?? '';
  writeFileSync(path.join(folder, 'git'), `#!/bin/sh\necho "$@" >> ${log}\nPATH=${JSON.stringify(searched)} exec git "$@"\n`);
  chmodSync(path.join(folder, 'git'), 0o755);
  process.env['PATH'] = `${folder}:${searched}`;
  try {
    await work();
  } finally {
    process.env['PATH'] = searched;
  }
  return readFileSync(log, 'utf8');
}

function allTextIn(folder: string): string {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name));
  return names.map((name) => (statSync(name).isFile() ? readFileSync(name, 'latin1') : '')).join('\n');
}
