import { menuBlock } from './blocks.ts';
import type { Form, FieldValue } from './define-view.ts';
import type { ShortcutTarget } from './define-shortcut.ts';
import { type Json, list, object, text } from './json.ts';
import type { Place } from './slack-ctx.ts';

/** What Slack sent, reduced to what answering needs; the same over HTTP and Socket Mode. */
export type Payload =
  | (Asked & { type: 'command'; name: string; text: string })
  /** `link`: a button with a URL, which the client has opened by itself. */
  | (Asked & { type: 'action'; id: string; value: string; link: boolean; view?: OpenView })
  | (Asked & { type: 'view'; id: string; form: Form; view: OpenView })
  | (Asked & { type: 'options'; id: string; typed: string })
  | (Asked & { type: 'shortcut'; id: string; target: ShortcutTarget })
  | (Asked & { type: 'event'; name: string; event: Json; byBot: boolean; eventId: string });

interface Asked {
  /** Absent only for events that nobody caused. */
  who?: Who;
  place: Place;
  /** Opens one modal within 3 s. */
  triggerId?: string;
  /** Takes 5 messages in 30 minutes. */
  responseUrl?: string;
}

export interface Who {
  /** The workspace the person belongs to, which in shared channels need not be ours. */
  teamId: string;
  userId: string;
}

interface OpenView {
  id: string;
  /** Slack's, another one after each update. */
  hash: string;
  kind: 'modal' | 'home';
  title: string;
  /** 1 to 3: how many views lie on each other. */
  depth: number;
}

/** Reads the body of a request that Slack signed; undefined when it is nothing that wants an answer. */
export function parsePayload(body: unknown): Payload | undefined {
  const root = object(body);
  if (text(root['command'])) return parseCommand(root);
  if (root['event'] !== undefined) return parseEvent(root);
  switch (root['type']) {
    case 'block_actions':
      return parseAction(root);
    case 'view_submission':
      return parseView(root);
    case 'block_suggestion':
      return { ...asked(root), type: 'options', id: text(root['action_id']), typed: text(root['value']) };
    case 'shortcut':
      return { ...asked(root), type: 'shortcut', id: text(root['callback_id']), target: { on: 'anywhere' } };
    case 'message_action':
      return parseMessageShortcut(root);
    default:
      return undefined;
  }
}

function parseCommand(root: Json): Payload {
  const teamId = text(root['team_id']);
  const place = placeOf({ teamId, channel: text(root['channel_id']) });
  const who = { teamId, userId: text(root['user_id']) };
  return { ...handles(root), type: 'command', name: text(root['command']), text: text(root['text']).trim(), who, place };
}

function parseAction(root: Json): Payload {
  const action = object(list(root['actions'])[0]);
  const view = object(root['view']);
  const container = object(root['container']);
  const { place, ...known } = asked(root);
  const clicked = container['is_ephemeral'] === true ? 'ephemeral' : 'visible';
  const message = text(container['message_ts']);
  return {
    ...known,
    place: container['type'] === 'message' ? { ...place, clicked, ...(message && { message }) } : place,
    type: 'action',
    ...pressed(action),
    link: action['type'] === 'button' && text(action['url']) !== '',
    ...(text(view['id']) && { view: openView(view) }),
  };
}

function parseView(root: Json): Payload {
  const view = object(root['view']);
  const responseUrl = text(object(list(root['response_urls'])[0])['response_url']);
  const open = openView(view);
  const form: Form = {
    values: formValues(object(object(view['state'])['values'])),
    metadata: text(view['private_metadata']),
    title: open.title,
  };
  return {
    ...asked(root),
    type: 'view',
    id: text(view['callback_id']),
    form,
    view: open,
    ...(responseUrl && { responseUrl }),
  };
}

function parseMessageShortcut(root: Json): Payload {
  const message = object(root['message']);
  const author = text(message['user']);
  const target: ShortcutTarget = {
    on: 'message',
    text: text(message['text']),
    blocks: list(message['blocks']),
    attachments: list(message['attachments']),
    channel: text(object(root['channel'])['id']),
    ts: text(message['ts']),
    ...(author && !message['bot_id'] && { author }),
  };
  const { place, ...known } = asked(root);
  // Slack shows an ephemeral answer in a thread only to those who have it open, which is so only for its replies.
  const { thread, ...outside } = place;
  return { ...known, type: 'shortcut', id: text(root['callback_id']), target, place: thread === target.ts ? outside : place };
}

function parseEvent(root: Json): Payload {
  const event = object(root['event']);
  const teamId = text(root['team_id']);
  const userId = text(event['user']) || text(object(event['user'])['id']);
  const channel = text(event['channel']) || text(object(event['channel'])['id']);
  const spoken = event['type'] === 'message' || event['type'] === 'app_mention';
  const isDm = channel.startsWith('D');
  // A mention in a channel is answered in its thread; a direct message only when it is in one already.
  const thread = text(event['thread_ts']) || (spoken && !isDm ? text(event['ts']) : '');
  return {
    type: 'event',
    name: text(event['type']),
    event,
    eventId: text(root['event_id']),
    byBot: Boolean(event['bot_id']) || event['subtype'] === 'bot_message',
    // In a channel that several workspaces share, the event may be of another one than the app's.
    place: placeOf({ teamId: text(object(list(root['authorizations'])[0])['team_id']) || teamId, channel, thread }),
    ...(userId && { who: { userId, teamId: text(event['user_team']) || text(event['source_team']) || teamId } }),
  };
}

/** The parts that all interactive payloads have in the same places. */
function asked(root: Json): Asked & { who: Who } {
  const user = object(root['user']);
  const container = object(root['container']);
  const teamId = text(object(root['team'])['id']) || text(user['team_id']);
  const thread = text(object(root['message'])['thread_ts']) || text(container['thread_ts']);
  return {
    ...handles(root),
    who: { teamId: text(user['team_id']) || teamId, userId: text(user['id']) },
    place: placeOf({
      teamId: text(object(root['view'])['app_installed_team_id']) || teamId,
      channel: text(object(root['channel'])['id']) || text(container['channel_id']),
      thread,
    }),
  };
}

function handles(root: Json): Pick<Asked, 'triggerId' | 'responseUrl'> {
  const triggerId = text(root['trigger_id']);
  const responseUrl = text(root['response_url']);
  return { ...(triggerId && { triggerId }), ...(responseUrl && { responseUrl }) };
}

function placeOf(facts: { teamId: string; channel: string; thread?: string }): Place {
  const { teamId, channel, thread } = facts;
  return { teamId, isDm: channel.startsWith('D'), ...(channel && { channel }), ...(thread && { thread }) };
}

function openView(view: Json): OpenView {
  const previous = text(view['previous_view_id']);
  const depth = previous === '' ? 1 : previous === text(view['root_view_id']) ? 2 : 3;
  const kind = view['type'] === 'home' ? 'home' : 'modal';
  return { id: text(view['id']), hash: text(view['hash']), kind, title: text(object(view['title'])['text']), depth };
}

/** Block id → what is in its one element. */
function formValues(state: Json): Record<string, FieldValue> {
  const entries = Object.entries(state).map(([block, elements]) => [block, picked(object(Object.values(object(elements))[0]))] as const);
  return Object.fromEntries(entries.filter((entry): entry is readonly [string, FieldValue] => entry[1] !== undefined));
}

/** What is chosen in a ⋯ menu of ours counts as a button of its own, see `actionsWithMenu`. */
function pressed(action: Json): { id: string; value: string } {
  const block = text(action['block_id']);
  if (action['type'] !== 'overflow' || !block.startsWith(menuBlock)) return { id: text(action['action_id']), value: pickedValue(action) };
  return { id: pickedValue(action), value: block.slice(menuBlock.length) };
}

function pickedValue(action: Json): string {
  const value = picked(action) ?? '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What an element holds, whatever its sort (https://docs.slack.dev/reference/block-kit/block-elements). */
function picked(element: Json): FieldValue | undefined {
  const several =
    element['selected_options'] ?? element['selected_users'] ?? element['selected_channels'] ?? element['selected_conversations'];
  if (Array.isArray(several)) {
    const values = several.map((one) => text(one) || text(object(one)['value']));
    return values.length > 0 ? values : undefined;
  }
  const single =
    text(object(element['selected_option'])['value']) ||
    ['selected_user', 'selected_channel', 'selected_conversation', 'selected_date', 'selected_time', 'value']
      .map((key) => text(element[key]))
      .find(Boolean);
  if (single) return single;
  return typeof element['selected_date_time'] === 'number' ? String(element['selected_date_time']) : undefined;
}
