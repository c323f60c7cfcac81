import { checkView } from './check-blocks.ts';
import { fileMethods } from './file-methods.ts';
import { type Json, object, text } from './json.ts';
import { messageMethods } from './message-methods.ts';
import { type Method, no, type Result, type SlackWorld } from './method.ts';
import { viewObject } from './payloads.ts';
import { pageOf } from './page-of.ts';
import { unfurl } from './unfurl-method.ts';
import { unsharedFiles } from './unshared-files.ts';
import type { OpenView } from './views.ts';
import { appId, botId, botName, botUserId, type Channel, type Person, teamId, teamName } from './workspace.ts';

/** The Web API methods that the app calls, with Slack's refusals (https://docs.slack.dev/reference/methods). */
export const methods: Readonly<Record<string, Method>> = {
  'apps.connections.open': ({ socket }) => (socket?.url ? { ok: true, url: socket.url } : no('not_allowed_token_type')),
  'auth.test': () => ({
    ok: true,
    team: teamName,
    team_id: teamId,
    user: botName,
    user_id: botUserId,
    bot_id: botId,
    app_id: appId,
  }),
  'users.info': ({ workspace }, { user }) => {
    const person = workspace.people.get(text(user));
    return person ? { ok: true, user: userObject(person) } : no('user_not_found');
  },
  'users.list': ({ workspace }, args) => {
    const people = [...workspace.people.values()].filter((person) => person.kind !== 'stranger');
    const page = pageOf(people, args);
    if (!page) return no('invalid_cursor');
    return { ok: true, members: page.items.map(userObject), response_metadata: { next_cursor: page.nextCursor } };
  },
  'users.lookupByEmail': ({ workspace }, { email }) => {
    const person = [...workspace.people.values()].find((one) => one.email !== '' && one.email === text(email).toLowerCase());
    return person ? { ok: true, user: userObject(person) } : no('users_not_found');
  },
  'usergroups.list': ({ workspace }) => ({ ok: true, usergroups: workspace.userGroups.map((group) => ({ ...group, team_id: teamId })) }),
  'conversations.info': ({ workspace }, { channel }) => {
    const found = workspace.channels.get(text(channel));
    return found ? { ok: true, channel: channelObject(found) } : no('channel_not_found');
  },
  'users.conversations': ({ workspace }) => {
    const own = [...workspace.channels.values()].filter(({ kind, hasApp }) => kind === 'channel' && hasApp);
    return { ok: true, channels: own.map(channelObject), response_metadata: { next_cursor: '' } };
  },
  'conversations.open': ({ workspace }, { users }) => {
    const dm = [...workspace.channels.values()].find((channel) => channel.kind === 'dm' && channel.with === users);
    return dm ? { ok: true, channel: { id: dm.id } } : no('user_not_found');
  },
  ...messageMethods,
  'chat.unfurl': unfurl,
  ...fileMethods,
  'views.open': (world, args) => showModal(world, args),
  'views.push': (world, args) => showModal(world, args),
  'views.update': ({ workspace }, args) => {
    const view = object(args['view']);
    const faults = viewFaults(view);
    if (faults.length > 0) return no('invalid_arguments', faults);
    const { view_id: id, external_id: externalId, hash } = args;
    return shown(workspace.views.update({ ...(text(id) && { id: text(id) }), ...given({ externalId, hash }) }, view));
  },
  'views.publish': ({ workspace }, args) => {
    const view = object(args['view']);
    const faults = viewFaults(view);
    if (faults.length > 0 || view['type'] !== 'home') return no('invalid_arguments', faults);
    if (!workspace.people.has(text(args['user_id']))) return no('user_not_found');
    return shown(workspace.views.publish(text(args['user_id']), view, given({ hash: args['hash'] }).hash));
  },
};

function showModal({ workspace, grants }: SlackWorld, args: Json): Result {
  const view = object(args['view']);
  const faults = viewFaults(view);
  if (faults.length > 0 || view['type'] !== 'modal') return no('invalid_arguments', faults);
  const trigger = grants.useTrigger(text(args['trigger_id']));
  return 'error' in trigger ? no(trigger.error) : shown(workspace.views.push(trigger.user, view));
}

function viewFaults(view: Json): string[] {
  return [...checkView(view), ...unsharedFiles(view['blocks'])];
}

function shown(outcome: { view: OpenView } | { error: string }): Result {
  return 'error' in outcome ? no(outcome.error) : { ok: true, view: viewObject(outcome.view) };
}

function given<K extends string>(args: Record<K, unknown>): Partial<Record<K, string>> {
  const entries = Object.entries(args).filter(([, value]) => text(value) !== '');
  return Object.fromEntries(entries) as Partial<Record<K, string>>;
}

/** https://docs.slack.dev/reference/objects/user-object */
function userObject(person: Person): Json {
  const stranger = person.kind === 'stranger';
  return {
    id: person.id,
    team_id: stranger ? 'T0NORTHWIND' : teamId,
    name: person.handle,
    real_name: person.name,
    deleted: false,
    tz: 'Europe/Berlin',
    profile: { real_name: person.name, display_name: person.handle, ...(person.email && !stranger && { email: person.email }) },
    is_bot: person.kind === 'app',
    is_restricted: person.kind === 'guest',
    is_ultra_restricted: false,
    is_stranger: stranger,
    is_email_confirmed: true,
    ...person.facts,
  };
}

/** https://docs.slack.dev/reference/objects/conversation-object */
function channelObject(channel: Channel): Json {
  const shared = channel.sharedWith !== undefined;
  return {
    id: channel.id,
    ...(channel.kind === 'dm' ? { is_im: true, user: channel.with } : { name: channel.name, is_channel: true, is_member: channel.hasApp }),
    is_archived: channel.archived === true,
    is_shared: shared,
    is_ext_shared: shared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    pending_shared: [],
    ...channel.facts,
  };
}
