import type { Grants } from './grants.ts';
import type { Json } from './json.ts';
import type { MessageRate } from './message-rate.ts';
import type { Workspace } from './workspace.ts';

export interface SlackWorld {
  workspace: Workspace;
  grants: Grants;
  /** Absent: messages come as fast as they like. */
  rate?: MessageRate;
  /** Where `apps.connections.open` sends to; absent or empty: Socket Mode is off. */
  socket?: { url: string };
  /** Where this Slack is reached, without a slash at the end; absent before it is. */
  base?: string;
}

export type Result = { ok: true; [field: string]: unknown } | { ok: false; error: string; [field: string]: unknown };
export type Method = (world: SlackWorld, args: Json) => Result;

export const no = (error: string, faults: readonly string[] = []): Result => ({
  ok: false,
  error,
  ...(faults.length > 0 && { response_metadata: { messages: faults } }),
});

/** Goes out as status 429 (https://docs.slack.dev/apis/web-api/rate-limits). */
export const tooFast = (seconds: number): Result => ({ ok: false, error: 'ratelimited', retryAfter: seconds });
