import { inspect } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import { silentLog } from '../../../test/support/silent-log.ts';
import type { Fault } from '../../../test/support/github/state.ts';
import { type GitHubWorld, openGitHubWorld } from '../../../test/support/github/world.ts';
import { type GitHubOptions, openGitHub } from './open-github.ts';

async function world(): Promise<GitHubWorld> {
  const opened = await openGitHubWorld();
  onTestFinished(() => opened.close());
  opened.repository('pay');
  return opened;
}

const options = (at: GitHubWorld): GitHubOptions => ({
  apiUrl: at.apiUrl,
  auth: { token: at.personalToken() },
  organization: 'acme',
  log: silentLog,
  meter: noMeter,
  clock: systemClock,
  limits: { secondMs: 1, requestMs: 5_000 },
});

async function refusalOf(of: GitHubOptions, owner = 'acme', signal = new AbortController().signal): Promise<SourceUnavailable> {
  const error: unknown = await openGitHub(of)
    .then((github) => Array.fromAsync(github.repositories(owner, { signal })))
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof SourceUnavailable)) throw error;
  return error;
}

const times = (count: number, fault: Fault): Fault[] => Array.from({ length: count }, () => fault);

test.each<[string, Fault[], SourceUnavailable['code'], RegExp, RegExp]>([
  ['a limit whose end is far', [{ kind: 'secondary-limit', seconds: 3_600 }], 'rate-limited', /no more requests until 20/, /goes on/],
  ['a limit that does not end', times(9, { kind: 'secondary-limit', seconds: 1 }), 'rate-limited', /no more requests/, /./],
  ['single sign-on', [{ kind: 'single-sign-on' }], 'refused', /single sign-on/, /Configure SSO/],
  ['a permission', [{ kind: 'status', status: 403 }], 'refused', /read repositories/, /scope repo/],
  ['a redirect', [{ kind: 'status', status: 302 }], 'refused', /redirect/, /apiUrl/],
  ['an answer that is always broken off', times(99, { kind: 'broken-off' }), 'unreachable', /cannot be reached/, /network/],
  ['silence', times(99, { kind: 'hang' }), 'timeout', /in time/, /network/],
  ['an error of its own', times(99, { kind: 'status', status: 502 }), 'unreachable', /502/, /status page/],
  ['a list with a hole', [{ kind: 'partial', type: 'FORBIDDEN', message: 'no' }], 'refused', /read repositories/, /scope repo/],
])('%s is told with what to do', async (_, faults, ...expected) => {
  const [code, message, fix] = expected;
  const acme = await world();
  acme.faults = faults;
  const silent = faults.some(({ kind }) => kind === 'hang');
  const of = { ...options(acme), limits: { secondMs: 1, requestMs: silent ? 100 : 5_000 } };
  const refusal = await refusalOf(of);
  expect(refusal).toMatchObject({ code, message: expect.stringMatching(message) as string, fix: expect.stringMatching(fix) as string });
  expect(inspect(refusal, { depth: 9, showHidden: true })).not.toContain('token' in of.auth ? of.auth.token : '');
});

test('short pauses are waited for, of both kinds, and faults that pass are not told', async () => {
  const acme = await world();
  const github = await openGitHub(options(acme));
  const names = async () => (await Array.fromAsync(github.repositories('acme', { signal: AbortSignal.timeout(5_000) }))).flat().length;
  acme.faults = [
    { kind: 'secondary-limit', seconds: 20 },
    { kind: 'primary-limit', seconds: 20 },
  ];
  expect(await names()).toBe(1);
  acme.limit = { remaining: 0, resets: new Date(Date.now() + 2_000) };
  const refusal = await refusalOf({ ...options(acme), limits: { secondMs: 1, pauseSeconds: 0 } });
  expect(refusal).toMatchObject({ code: 'rate-limited' });
  expect(Math.abs((refusal.until?.getTime() ?? 0) - acme.limit.resets.getTime())).toBeLessThan(1_001);
  acme.limit.remaining = 9;
  acme.faults = [{ kind: 'status', status: 502 }, { kind: 'broken-off' }];
  expect(await names()).toBe(1);
});

test('a limit ends when GitHub says so, be it far', async () => {
  const acme = await world();
  acme.faults = [{ kind: 'secondary-limit', seconds: 3_600 }];
  const { until } = await refusalOf(options(acme));
  expect(Math.abs((until?.getTime() ?? 0) - Date.now() - 3_600_000)).toBeLessThan(30_000);
});

test('what GitHub refuses is counted by its code, a pause that is waited for too', async () => {
  const acme = await world();
  const codes: string[] = [];
  const meter = { ...noMeter, failed: (whose: string, code: string) => void codes.push(`${whose} ${code}`) };
  acme.faults = [
    { kind: 'secondary-limit', seconds: 20 },
    { kind: 'status', status: 403 },
  ];
  await refusalOf({ ...options(acme), meter });
  expect(codes).toEqual(['github rate-limited', 'github refused']);
});

test('credentials that are not taken are told by kind', async () => {
  const acme = await world();
  const { appId, privateKey } = acme.app;
  const told = async (more: Partial<GitHubOptions>, owner?: string) => {
    const { code, message, fix } = await refusalOf({ ...options(acme), ...more }, owner);
    return `${code}: ${message} ${fix}`;
  };
  expect(await told({ auth: { token: 'ghp_other' } })).toMatch(/^refused: .* does not take the token/);
  expect(await told({}, 'nobody')).toMatch(/^not-found: .* no organisation nobody/);
  expect(await told({ auth: { appId: '1', privateKey } })).toMatch(/^refused: .* credentials of the GitHub App/);
  expect(await told({ auth: { appId, privateKey: 'no key' } })).toMatch(/^refused: The private key of the GitHub App 4711 cannot be read/);
  expect(await told({ auth: { appId, privateKey }, organization: 'other' })).toMatch(
    /^not-found: The GitHub App is not installed for other/,
  );
  acme.faults = [{ kind: 'status', status: 301 }];
  expect(await told({ auth: { appId, privateKey } })).toMatch(/^refused: .* redirect/);
  acme.app.suspended = true;
  expect(await told({ auth: { appId, privateKey } })).toMatch(/^refused: .* suspended the GitHub App.* Unsuspend it/);
  acme.app.suspended = false;
  expect(await told({ apiUrl: 'http://github.example/api/v3' })).toMatch(/^refused: .* over http/);
  acme.app.permissions = { metadata: 'read' };
  const github = await openGitHub({ ...options(acme), auth: { appId, privateKey } });
  const { signal } = new AbortController();
  await expect(github.people('acme', signal)).rejects.toMatchObject({
    code: 'refused',
    fix: expect.stringMatching(/Members: read/) as string,
  });
});

test('who does not want the answer any more does not wait for it', async () => {
  const acme = await world();
  acme.faults = [{ kind: 'hang' }];
  const stop = new AbortController();
  const asked = refusalOf({ ...options(acme), limits: { requestMs: 60_000 } }, 'acme', stop.signal);
  const reason = new Error('The process ends.');
  stop.abort(reason);
  await expect(asked).rejects.toBe(reason);
});
