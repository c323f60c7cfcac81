import { setTimeout as sleep } from 'node:timers/promises';
import type { Octokit } from '@octokit/core';
import type { Log } from '#core/log.ts';
import type { Meter } from '#core/meter.ts';

export interface OctokitOptions {
  /** Without a slash at the end: `https://api.github.com`, or `https://<host>/api/v3` of an Enterprise Server. */
  apiUrl: string;
  log: Log;
  meter: Meter;
  fetch: typeof globalThis.fetch;
  limits: GitHubLimits;
}

/** How long GitHub is waited for. */
export interface GitHubLimits {
  /** For one answer, body included. GitHub itself gives up a query after ten seconds. */
  requestMs: number;
  /** Longest pause that a rate limit may ask for; a longer one ends the reading. In seconds. */
  pauseSeconds: number;
  /** Pauses for one request. */
  pauses: number;
  /** What a second is: shorter where nobody wants to wait for it. */
  secondMs: number;
  /** Most bytes of one answer. */
  answerBytes: number;
}

export const defaultGitHubLimits: GitHubLimits = {
  requestMs: 30_000,
  pauseSeconds: 60,
  pauses: 2,
  secondMs: 1_000,
  answerBytes: 100_000_000,
};

/** GitHub's client library, loaded with the first question: who has no GitHub does not pay for it. */
export async function openOctokit(options: OctokitOptions): Promise<Octokit> {
  const { apiUrl, log, meter, limits } = options;
  const [{ Octokit }, { throttling }, { retry }] = await Promise.all([
    import('@octokit/core'),
    import('@octokit/plugin-throttling'),
    import('@octokit/plugin-retry'),
  ]);
  const pause = (seconds: number, _request: unknown, _octokit: unknown, pausesBefore: number) => {
    const wait = seconds <= limits.pauseSeconds && pausesBefore < limits.pauses;
    log.warn({ apiUrl, seconds, wait }, 'github.limited');
    // One that is not waited for is told, and counted, by who asked.
    if (wait) meter.failed('github', 'rate-limited');
    return wait;
  };
  const octokitLog = {
    debug: () => undefined,
    info: () => undefined,
    warn: (message: string) => log.debug({ message }, 'github.client'),
    error: (message: string) => log.debug({ message }, 'github.client'),
  };
  return new (Octokit.plugin(throttling, retry))({
    baseUrl: apiUrl,
    userAgent: 'switchboard',
    log: octokitLog,
    // A redirect is told, not followed: who may be asked is what the operator wrote.
    request: { fetch: boundedFetch(options), redirect: 'manual', log: octokitLog },
    throttle: {
      id: apiUrl,
      onRateLimit: pause,
      onSecondaryRateLimit: pause,
      retryAfterBaseValue: limits.secondMs,
      // The plugin takes every GraphQL request for a write and spaces them by a second. Ours only read, one after another.
      write: unspaced as never,
      // What people are told of; three seconds apart, as it has it, is long for somebody who waits.
      notifications: spaced(limits.secondMs) as never,
    },
    // The plugin's own list has no 409, which is an answer like 422: it stays so, and somebody waits for it.
    retry: { retries: 2, retryAfterBaseValue: limits.secondMs, doNotRetry: [400, 401, 403, 404, 409, 410, 422, 451] },
  });
}

const unspaced = { key: () => ({ schedule: () => Promise.resolve() }) };

function spaced(ms: number) {
  let next = 0;
  const schedule = async () => {
    const wait = next - performance.now();
    next = Math.max(next, performance.now()) + ms;
    if (wait > 0) await sleep(wait);
  };
  return { key: () => ({ schedule }) };
}

/**
 * The library has no time limit of its own, and takes a body that broke off for an empty one. So the body is read
 * here, under the same time limit, and what breaks off is an error.
 */
function boundedFetch({ fetch, limits }: OctokitOptions): typeof globalThis.fetch {
  return async (input, init) => {
    const asked = init?.signal;
    // Under this name the library passes it on at once instead of trying again.
    if (asked?.aborted) throw new DOMException('No longer wanted.', 'AbortError');
    const deadline = AbortSignal.timeout(limits.requestMs);
    const response = await fetch(input, { ...init, signal: asked ? AbortSignal.any([asked, deadline]) : deadline });
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > limits.answerBytes) throw new Error(`The answer is larger than ${limits.answerBytes} bytes.`);
      chunks.push(chunk);
    }
    return new Response(chunks.length === 0 ? null : Buffer.concat(chunks), { status: response.status, headers: response.headers });
  };
}
