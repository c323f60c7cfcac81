import { createHmac } from 'node:crypto';
import { Agent, request } from 'undici';
import { ourTeam } from './test-slack.ts';

export const signingSecret = 'test-signing-secret';

/** Keeps connections open, as Slack does. */
const agent = new Agent({ keepAliveTimeout: 10_000, connections: 64 });

export interface Signed {
  body: string;
  headers: Record<string, string>;
}

export interface Answered {
  status: number;
  text: string;
  /** The parsed response; empty when there was none. */
  json: Record<string, unknown>;
  ms: number;
}

/** Signs as Slack does; `at` in milliseconds, now by default. */
export function sign(body: string, { at = Date.now(), secret = signingSecret, type = 'application/x-www-form-urlencoded' } = {}): Signed {
  const timestamp = String(Math.floor(at / 1000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
  return { body, headers: { 'content-type': type, 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } };
}

export async function post(url: string, { body, headers }: Signed): Promise<Answered> {
  const before = performance.now();
  const response = await request(url, { method: 'POST', dispatcher: agent, headers, body });
  const text = await response.body.text();
  const json = text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : {};
  return { status: response.statusCode, text, json, ms: performance.now() - before };
}

let made = 0;

export interface From {
  user?: string;
  team?: string;
  channel?: string;
  thread?: string;
  responseUrl?: string;
  trigger?: string;
}

/** The body of `/command text`, different every time as Slack's are. */
export function slashCommand(command: string, text: string, from: From = {}): string {
  return new URLSearchParams({
    team_id: from.team ?? ourTeam,
    team_domain: 'acme',
    channel_id: from.channel ?? 'C0GENERAL',
    channel_name: 'general',
    user_id: from.user ?? 'U0ANA',
    user_name: 'ana',
    command,
    text,
    api_app_id: 'A0APP',
    is_enterprise_install: 'false',
    ...(from.responseUrl && { response_url: from.responseUrl }),
    trigger_id: from.trigger ?? `${(made += 1)}.unused`,
  }).toString();
}

/** A click on a message's button; with `view`, on one in a modal or on the Home tab. */
/** `visible`: the message that is clicked on is read by others too. */
export function blockAction(action: Record<string, unknown>, from: From & { view?: Record<string, unknown>; visible?: true } = {}): string {
  const channel = from.channel ?? 'C0GENERAL';
  return interactive({
    type: 'block_actions',
    ...asker(from),
    ...(from.view
      ? {
          view: { id: 'V1', type: 'modal', title: { type: 'plain_text', text: 'Title' }, ...from.view },
          container: { type: 'view', view_id: from.view['id'] ?? 'V1' },
        }
      : {
          channel: { id: channel, name: 'general' },
          container: { type: 'message', message_ts: '1700000000.000100', channel_id: channel, is_ephemeral: from.visible !== true },
          ...(from.thread && { message: { ts: '1700000000.000100', thread_ts: from.thread } }),
          response_url: from.responseUrl ?? '',
        }),
    actions: [{ type: 'button', block_id: 'b1', action_ts: '1700000000.000200', ...action }],
  });
}

export function viewSubmission(view: Record<string, unknown>, from: From = {}): string {
  return interactive({
    type: 'view_submission',
    ...asker(from),
    view: { id: 'V1', type: 'modal', title: { type: 'plain_text', text: 'Title' }, state: { values: {} }, ...view },
    response_urls: from.responseUrl ? [{ response_url: from.responseUrl, channel_id: 'C0GENERAL' }] : [],
  });
}

export function blockSuggestion(actionId: string, typed: string, from: From = {}): string {
  return interactive({ type: 'block_suggestion', ...asker(from), action_id: actionId, block_id: 'b1', value: typed });
}

export function globalShortcut(callbackId: string, from: From = {}): string {
  return interactive({ type: 'shortcut', ...asker(from), callback_id: callbackId });
}

export function messageShortcut(callbackId: string, message: Record<string, unknown>, from: From = {}): string {
  const channel = { id: from.channel ?? 'C0GENERAL', name: 'general' };
  const rest = { message: { ts: '1700000000.000300', ...message }, response_url: from.responseUrl ?? '' };
  return interactive({ type: 'message_action', ...asker(from), callback_id: callbackId, channel, ...rest });
}

/** Events come as JSON: sign with `type: 'application/json'`. */
export function slackEvent(event: Record<string, unknown>, from: From = {}): string {
  made += 1;
  const envelope = {
    type: 'event_callback',
    team_id: from.team ?? ourTeam,
    api_app_id: 'A0APP',
    event_id: `Ev${made}`,
    event_time: 1_700_000_000,
  };
  return JSON.stringify({ ...envelope, event });
}

function interactive(payload: Record<string, unknown>): string {
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

function asker(from: From): Record<string, unknown> {
  const team = from.team ?? ourTeam;
  return {
    user: { id: from.user ?? 'U0ANA', username: 'ana', team_id: team },
    team: { id: ourTeam, domain: 'acme' },
    api_app_id: 'A0APP',
    trigger_id: from.trigger ?? `${(made += 1)}.unused`,
  };
}
