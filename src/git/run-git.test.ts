import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../test/support/git-repository.ts';
import { GitFailed, runGit } from './run-git.ts';
import { scrub } from './scrub.ts';

const { signal } = new AbortController();
const failed = (reason: GitFailed['reason']) => (error: unknown) => error instanceof GitFailed && error.reason === reason;

describe('runGit', () => {
  it('hands git nothing of our environment but what it needs', async () => {
    process.env['SLACK_TEST_SECRET'] = 'not for git';
    process.env['GIT_DIR'] = '/nowhere';
    try {
      const seen = await runGit(['-c', 'alias.env=!env', 'env'], { signal, timeoutMs: 10_000 });
      expect(seen.toString()).not.toMatch(/SLACK_TEST_SECRET|\/nowhere/);
      expect(seen.toString()).toMatch(/GIT_TERMINAL_PROMPT=0/);
      expect(seen.toString()).toMatch(/GIT_ALLOW_PROTOCOL=none/);
    } finally {
      delete process.env['SLACK_TEST_SECRET'];
      delete process.env['GIT_DIR'];
    }
  });

  it('stops what takes too long, with all that it started', async () => {
    const started = performance.now();
    await expect(runGit(['-c', 'alias.wait=!sleep 20', 'wait'], { signal, timeoutMs: 200 })).rejects.toSatisfy(failed('timeout'));
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it('stops when told to, with the reason it was told', async () => {
    const stop = new AbortController();
    const running = runGit(['-c', 'alias.wait=!sleep 20', 'wait'], { signal: stop.signal, timeoutMs: 20_000 });
    setTimeout(() => stop.abort(new Error('shutting down')), 50);
    await expect(running).rejects.toThrow('shutting down');
  });

  it('takes no more output than asked for', async () => {
    await expect(runGit(['help', '-a'], { signal, timeoutMs: 10_000, maxBytes: 100 })).rejects.toSatisfy(failed('too-large'));
  });

  it("fails with git's own words", async () => {
    await expect(runGit(['rev-parse', 'HEAD'], { dir: temporaryFolder(), signal, timeoutMs: 10_000 })).rejects.toThrow(
      /not a git repository/,
    );
  });
});

describe('scrub', () => {
  it.each([
    ["unable to access 'https://bob:pw@host/x'", "unable to access 'https://host/x'"],
    ['Authorization: Basic abc123==', 'Authorization: ***'],
    ['token s3 cr/et twice s3 cr/et and s3%20cr%2Fet', 'token *** twice *** and ***'],
  ])('cleans %s', (text, clean) => {
    expect(scrub(text, ['s3 cr/et'])).toBe(clean);
  });
});
