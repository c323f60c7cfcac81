import type { z } from 'zod';
import type { Tools } from '#plugin.ts';
import type { PagerDutyConfig } from './pagerduty.ts';

/** PagerDuty's REST API (https://developer.pagerduty.com/api-reference). All throw UserError. */
export interface Client {
  get<T>(path: string, query: [string, string][], shape: z.ZodType<T>): Promise<T>;
  /** `from`: in whose name. */
  post<T>(path: string, asked: { from: string; body: object }, shape: z.ZodType<T>): Promise<T>;
}

/** Why PagerDuty did not do what it was asked; codes are stable, for those who can do something about it. */
export type Refusal =
  | 'pagerduty-away'
  | 'pagerduty-token'
  | 'pagerduty-busy'
  | 'pagerduty-unknown'
  | 'pagerduty-refused'
  | 'pagerduty-garbled';

interface Asked {
  method?: 'POST';
  headers?: Record<string, string>;
  body?: string;
}

/** An answer is small: a service, a few people. */
const mostBytes = 500_000;
/** Longer than any card waits, so that the next one has what this one asked for. */
const requestMs = 5_000;

export function createClient({ token, apiUrl }: PagerDutyConfig, tools: Tools): Client {
  async function ask<T>(url: URL, { headers, ...asked }: Asked, shape: z.ZodType<T>): Promise<T> {
    const response = await fetch(url, {
      ...asked,
      headers: { accept: 'application/vnd.pagerduty+json;version=2', authorization: `Token token=${token}`, ...headers },
      // The token is for this address and no other.
      redirect: 'error',
      signal: AbortSignal.timeout(requestMs),
    }).catch((cause: unknown) => {
      throw refusal('pagerduty-away', 'PagerDuty cannot be reached', 'Try again in a minute, or ask there.', cause);
    });
    const text = await readText(response).catch((cause: unknown) => {
      throw refusal('pagerduty-away', 'PagerDuty broke off its answer', 'Try again in a minute, or ask there.', cause);
    });
    if (!response.ok) throw refused(response.status, text);
    const parsed = shape.safeParse(readJson(text));
    if (parsed.success) return parsed.data;
    throw refusal(
      'pagerduty-garbled',
      'PagerDuty’s answer could not be read',
      'Whoever runs Switchboard can check PAGERDUTY_API_URL.',
      parsed.error,
    );
  }

  function refused(status: number, text: string | undefined): Error {
    if (status === 401 || status === 403)
      return refusal('pagerduty-token', 'PagerDuty refuses our token', 'Whoever runs Switchboard can check PAGERDUTY_TOKEN.', status);
    if (status === 429) return refusal('pagerduty-busy', 'PagerDuty takes no more questions just now', 'Try again in a minute.', status);
    if (status === 404) return refusal('pagerduty-unknown', 'PagerDuty does not know that service', 'Correct the annotation.', status);
    if (status >= 500) return refusal('pagerduty-away', 'PagerDuty has trouble of its own', 'Try again in a minute, or ask there.', status);
    return refusal('pagerduty-refused', 'PagerDuty refused', 'Ask there.', new Error(`${status} ${(text ?? '').slice(0, 500)}`));
  }

  function refusal(code: Refusal, what: string, hint: string, cause: unknown): Error {
    return new tools.UserError(code, `${what}.`, hint, { cause });
  }

  const address = (path: string, query: [string, string][] = []) => {
    const url = new URL(`${apiUrl}/${path}`);
    for (const [name, value] of query) url.searchParams.append(name, value);
    return url;
  };
  return {
    get: (path, query, shape) => ask(address(path, query), {}, shape),
    post: (path, { from, body }, shape) =>
      ask(address(path), { method: 'POST', headers: { from, 'content-type': 'application/json' }, body: JSON.stringify(body) }, shape),
  };
}

/** Undefined when it is longer than anything that PagerDuty has to say. */
async function readText(response: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > mostBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function readJson(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}
