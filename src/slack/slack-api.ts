import { webApi } from '@slack/bolt';
import type { Log } from '#core/log.ts';
import type { Meter } from '#core/meter.ts';
import { boltLog } from './bolt-log.ts';
import { type Json, object, text } from './json.ts';
import { attemptMs, pausesMs } from './until-taken.ts';

/** Slack's Web API, for three kinds of hurry. Calls reject when Slack says no or nothing. */
export interface SlackApi {
  /** Somebody waits: 3 s at most, no retries, rate limits are an error at once. */
  call(method: string, args?: Json): Promise<Json>;
  /** Nobody waits: two retries, rate limits are waited out. */
  callPatiently(method: string, args?: Json): Promise<Json>;
  /** Nobody has to have it within seconds: 15 s, no retries, rate limits are an error at once. */
  callOnce(method: string, args?: Json): Promise<Json>;
  /** For response URLs, which are no API methods. */
  fetch: typeof fetch;
  /** Between the attempts to hand over an answer. */
  pausesMs: readonly number[];
}

export interface SlackApiOptions {
  botToken: string;
  /** Ends in `/api/`; absent: Slack's own. */
  apiUrl?: string;
  log: Log;
  meter: Meter;
  /** Tests shorten it. */
  pausesMs?: readonly number[];
}

/** The library's defaults are no timeout and ten retries over half an hour; neither suits anybody here. */
export function createSlackApi(options: SlackApiOptions): SlackApi {
  const common = { logger: boltLog(options.log), ...(options.apiUrl && { slackApiUrl: options.apiUrl }) };
  const { WebClient } = webApi;
  const hasty = new WebClient(options.botToken, { ...common, timeout: 3000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true });
  const once = new WebClient(options.botToken, {
    ...common,
    timeout: attemptMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  });
  const patient = new WebClient(options.botToken, { ...common, timeout: 10_000, retryConfig: { retries: 2 }, maxRequestConcurrency: 2 });
  const counting =
    (client: InstanceType<typeof WebClient>): SlackApi['call'] =>
    async (method, args) =>
      object(await counted(options.meter, client.apiCall(method, args)));
  return {
    call: counting(hasty),
    callPatiently: counting(patient),
    callOnce: counting(once),
    fetch: async (...request) => {
      const response = await counted(options.meter, fetch(...request));
      if (!response.ok) options.meter.failed('slack', `http_${response.status}`);
      return response;
    },
    pausesMs: options.pausesMs ?? pausesMs,
  };
}

async function counted<T>(meter: Meter, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    meter.failed('slack', slackErrorCode(error) ?? (retryAfterSeconds(error) === undefined ? 'unreachable' : 'ratelimited'));
    throw error;
  }
}

/** Asks Slack for the address of one Socket Mode connection, with an app-level token. */
export function connectionOpener({
  appToken,
  apiUrl,
  log,
  meter,
}: Omit<SlackApiOptions, 'botToken' | 'pausesMs'> & { appToken: string }): () => Promise<string> {
  const options = { logger: boltLog(log), timeout: 10_000, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true };
  const client = new webApi.WebClient(appToken, { ...options, ...(apiUrl && { slackApiUrl: apiUrl }) });
  return async () => text(object(await counted(meter, client.apiCall('apps.connections.open')))['url']);
}

/** Slack's own error code of a call that it answered with `ok: false`; undefined when it did not answer so. */
export function slackErrorCode(error: unknown): string | undefined {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : undefined;
}

/** Seconds that Slack wants us to wait, when that is why a call failed. */
export function retryAfterSeconds(error: unknown): number | undefined {
  return error instanceof webApi.WebAPIRateLimitedError ? error.retryAfter : undefined;
}
