import { createHash } from 'node:crypto';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { noMeter } from '#core/meter.ts';
import { type GitHubWorld, openGitHubWorld } from '../../../test/support/github/world.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import type { FileChange } from './github.ts';
import { openGitHub } from './open-github.ts';

const { signal } = new AbortController();
const blobOf = (text: string) =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex');

async function world() {
  const acme = await openGitHubWorld();
  onTestFinished(() => acme.close());
  const pay = acme.repository('pay', { files: { 'a/b.yaml': 'owner: a\n', 'other.yaml': 'x\n' } });
  pay.reviewers.add('team-b');
  const commit = pay.branches.get('main') ?? '';
  const change: FileChange = {
    repository: 'acme/pay',
    base: { branch: 'main', commit },
    branch: 'switchboard/pay-owner',
    path: 'a/b.yaml',
    blob: blobOf('owner: a\n'),
    text: 'owner: b\n',
    title: 'Give pay to team b',
    body: 'Because.',
    reviewers: ['team-a', 'team-b'],
  };
  return { acme, pay, change };
}

const open = (
  acme: GitHubWorld,
  auth: Parameters<typeof openGitHub>[0]['auth'] = { token: acme.personalToken() },
  fetch = globalThis.fetch,
) =>
  openGitHub({
    fetch,
    apiUrl: acme.apiUrl,
    auth,
    organization: 'acme',
    log: silentLog,
    meter: noMeter,
    clock: systemClock,
    limits: { secondMs: 0.1 },
  });

test('a change becomes one pull request with one file, however often it is proposed; who cannot review does not hinder it', async () => {
  const { acme, pay, change } = await world();
  const github = await open(acme);
  const first = await github.proposeFile(change, signal);
  expect(first).toEqual({ known: false, number: 1, url: `${acme.url}/acme/pay/pull/1` });
  expect(await github.proposeFile(change, signal)).toEqual({ known: true, number: 1, url: `${acme.url}/acme/pay/pull/1` });
  expect(pay.pulls).toEqual([expect.objectContaining({ base: 'main', title: 'Give pay to team b', body: 'Because.', teams: ['team-b'] })]);
  const there = pay.commits.get(pay.branches.get('switchboard/pay-owner') ?? '');
  expect([...(there ?? [])].map(([path, { bytes }]) => [path, bytes.toString()])).toEqual([
    ['a/b.yaml', 'owner: b\n'],
    ['other.yaml', 'x\n'],
  ]);
  expect(pay.branches.get('main')).toBe(change.base.commit);
});

test('pressed by several at the same moment it is one pull request with that change', async () => {
  const { acme, pay, change } = await world();
  const all = await Promise.all(Array.from({ length: 4 }, async () => (await open(acme)).proposeFile(change, signal)));
  expect(pay.pulls).toHaveLength(1);
  for (const one of all) expect(one).toMatchObject({ number: 1 });
  const there = pay.commits.get(pay.branches.get(change.branch) ?? '');
  expect(there?.get('a/b.yaml')?.bytes.toString()).toBe('owner: b\n');
});

test.each(['POST git/refs', 'GET branches/', 'PUT contents/', 'POST pulls'])(
  'whoever comes to %s when another has done the same before takes nothing from them',
  async (at) => {
    const { acme, pay, change } = await world();
    // Another process gets this far, between two requests of ours.
    let met = false;
    const beforeAsking: typeof fetch = async (input, init) => {
      const request = new Request(input, init);
      if (!met && `${request.method} ${new URL(request.url).pathname.replace('/api/v3', '')}`.startsWith(where(at))) {
        met = true;
        if (!pay.branches.has(change.branch)) pay.branches.set(change.branch, change.base.commit);
        if (pay.branches.get(change.branch) === change.base.commit) pay.push({ 'a/b.yaml': change.text }, change.branch, change.title);
      }
      return fetch(input, init);
    };
    if (at === 'GET branches/') pay.branches.set(change.branch, change.base.commit);
    const first = await (await open(acme, undefined, beforeAsking)).proposeFile(change, signal);
    expect(met).toBe(true);
    expect(first).toMatchObject({ number: 1 });
    expect(pay.pulls).toHaveLength(1);
    const head = pay.branches.get(change.branch) ?? '';
    expect(pay.made.get(head)).toEqual({ parent: change.base.commit, message: change.title });
    // The other goes on: it finds what we opened.
    expect(await (await open(acme)).proposeFile(change, signal)).toMatchObject({ known: true, number: 1 });
    expect(pay.branches.get(change.branch)).toBe(head);
  },
);

const where = (at: string): string => at.replace(' ', ' /repos/acme/pay/');

test('what was closed can be proposed again, and its state costs nothing to ask for while nothing happens', async () => {
  const { acme, pay, change } = await world();
  const github = await open(acme);
  await github.proposeFile(change, signal);
  const which = { repository: 'acme/pay', number: 1 };
  const seen = await github.pullRequest(which, signal);
  const etag = typeof seen === 'object' ? (seen.etag ?? '') : '';
  expect(seen).toMatchObject({ state: 'open' });
  expect(await github.pullRequest({ ...which, etag }, signal)).toBe('unchanged');
  Object.assign(pay.pulls[0] ?? {}, { state: 'closed' });
  expect(await github.pullRequest({ ...which, etag }, signal)).toMatchObject({ state: 'closed' });
  expect(await github.proposeFile(change, signal)).toMatchObject({ known: false, number: 2 });
  pay.merge(pay.pulls[1] ?? fail());
  expect(await github.pullRequest({ repository: 'acme/pay', number: 2 }, signal)).toMatchObject({ state: 'merged' });
  expect(await github.pullRequest({ repository: 'acme/pay', number: 9 }, signal)).toBe('gone');
});

test('a file that has changed is left alone', async () => {
  const { acme, change } = await world();
  const github = await open(acme);
  expect(await github.proposeFile({ ...change, blob: blobOf('owner: c\n') }, signal)).toBe('changed-meanwhile');
});

test('without the right to it nothing is left behind, and what is missing is told', async () => {
  const { acme, pay, change } = await world();
  const { appId, privateKey } = acme.app;
  const refusal = async () =>
    (await open(acme, { appId, privateKey })).proposeFile(change, signal).then(
      () => 'done',
      (error: unknown) => error,
    );
  expect(await refusal()).toMatchObject({ code: 'refused', fix: expect.stringMatching(/Pull requests: read and write/) as string });
  acme.app.permissions = { ...acme.app.permissions, contents: 'write' };
  expect(await refusal()).toMatchObject({ code: 'refused' });
  expect([...pay.branches.keys()]).toEqual(['main']);
  acme.app.permissions = { ...acme.app.permissions, pull_requests: 'write' };
  expect(await refusal()).toBe('done');
  const weak = await open(acme, { token: acme.personalToken(['read:org']) });
  await expect(weak.proposeFile({ ...change, branch: 'other' }, signal)).rejects.toMatchObject({ code: 'not-found' });
});

const steps = ['GET pulls', 'POST git/refs', 'PUT contents/', 'POST pulls', 'POST pulls/1/requested'];
const troubles = [
  [403, 'Resource not accessible by integration'],
  [403, 'You have exceeded a secondary rate limit'],
  [404, 'Not Found'],
  [409, 'Repository rule violations found'],
  [422, 'Repository rule violations found'],
  [429, 'Too many requests'],
  [502, 'Server Error'],
] as const;

test.each(steps)('trouble at %s is told, and when it is over the next press comes to one pull request', async (at) => {
  for (const [status, message] of troubles) {
    const { acme, pay, change } = await world();
    const github = await open(acme);
    pay.trouble = { at, status, message };
    const told = await github.proposeFile(change, signal).catch((error: unknown) => error);
    if (at.includes('requested')) expect(told).toMatchObject({ number: 1 });
    else expect(told, `${status}`).toBeInstanceOf(SourceUnavailable);
    const isOver = status !== 502 && !at.includes('requested');
    if (isOver) expect([...pay.branches.keys()], `${status}`).toEqual(['main']);
    pay.trouble = undefined;
    acme.later(120_000);
    const later = await open(acme);
    expect(await later.proposeFile(change, signal)).toMatchObject({ number: 1 });
    expect(pay.pulls).toHaveLength(1);
  }
});

test('what a rule of the repository refuses is not taken for a change by somebody else', async () => {
  const { acme, pay, change } = await world();
  const github = await open(acme);
  for (const at of ['POST git/refs', 'PUT contents/', 'POST pulls']) {
    pay.trouble = { at, status: 422, message: 'Repository rule violations found: signed commits' };
    await expect(github.proposeFile(change, signal)).rejects.toMatchObject({
      code: 'failed',
      message: expect.stringContaining('signed commits') as string,
    });
  }
});

function fail(): never {
  throw new Error('There is no such pull request.');
}
