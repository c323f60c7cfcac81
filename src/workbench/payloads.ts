import type { Json } from './json.ts';
import type { OpenView } from './views.ts';
import { appId, botId, botUserId, type Channel, type Person, type Post, teamId } from './workspace.ts';

/** Payloads as Slack sends them (https://docs.slack.dev/interactivity, /apis/events-api). */
const team = { id: teamId, domain: 'halyard' };
const common = { token: 'workbench', api_app_id: appId, is_enterprise_install: false };

export interface Handles {
  triggerId: string;
  responseUrl?: string;
}

export function commandForm(
  asked: { person: Person; channel: Channel; command: string; text: string },
  handles: Required<Handles>,
): string {
  const { person, channel } = asked;
  return new URLSearchParams({
    token: 'workbench',
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.kind === 'dm' ? 'directmessage' : channel.name,
    user_id: person.id,
    user_name: person.handle,
    command: asked.command,
    text: asked.text,
    api_app_id: appId,
    is_enterprise_install: 'false',
    response_url: handles.responseUrl,
    trigger_id: handles.triggerId,
  }).toString();
}

/** All but commands and events come as JSON in one form field. */
export const interactive = (payload: Json): string => new URLSearchParams({ payload: JSON.stringify(payload) }).toString();

export function asker(person: Person, triggerId?: string): Json {
  const user = { id: person.id, username: person.handle, name: person.handle, team_id: teamId };
  return { user, ...common, team, enterprise: null, ...(triggerId && { trigger_id: triggerId }) };
}

export function onMessage(post: Post, channel: Channel, responseUrl: string): Json {
  const thread = post.thread ? { thread_ts: post.thread } : {};
  return {
    container: { type: 'message', message_ts: post.ts, channel_id: channel.id, is_ephemeral: post.onlyFor !== undefined, ...thread },
    channel: channelFacts(channel),
    // Slack does not send the contents of what only one person sees.
    ...(post.onlyFor === undefined && { message: messageObject(post) }),
    response_url: responseUrl,
    state: { values: {} },
  };
}

export const onView = (open: OpenView): Json => ({ container: { type: 'view', view_id: open.id }, view: viewObject(open) });

export const channelFacts = (channel: Channel): Json => ({ id: channel.id, name: channel.kind === 'dm' ? 'directmessage' : channel.name });

export function messageObject(post: Post): Json {
  const app = post.by === botUserId ? { bot_id: botId, app_id: appId } : {};
  const { ts, text, blocks, by } = post;
  const thread = post.thread ? { thread_ts: post.thread } : {};
  return { type: 'message', user: by, team: teamId, ts, text, ...(blocks.length > 0 && { blocks }), ...app, ...thread };
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function viewObject(open: OpenView): Json {
  return {
    private_metadata: '',
    callback_id: '',
    clear_on_close: false,
    notify_on_close: false,
    close: null,
    submit: null,
    external_id: '',
    ...open.view,
    id: open.id,
    team_id: teamId,
    hash: open.hash,
    state: { values: open.values },
    previous_view_id: open.previousId ?? null,
    root_view_id: open.rootId,
    app_id: appId,
    app_installed_team_id: teamId,
    bot_id: botId,
  };
}

export function eventBody(id: string, at: Date, event: Json): string {
  const seconds = Math.floor(at.getTime() / 1000);
  const authorizations = [{ enterprise_id: null, team_id: teamId, user_id: botUserId, is_bot: true, is_enterprise_install: false }];
  const envelope = { token: 'workbench', team_id: teamId, api_app_id: appId, type: 'event_callback', authorizations };
  return JSON.stringify({ ...envelope, event_id: `Ev${id}`, event_time: seconds, event_context: `4-${id}`, event });
}
