import { setTimeout as sleep } from 'node:timers/promises';
import { type Clock, systemClock } from '#core/clock.ts';
import { createGrants } from '#workbench/grants.ts';
import { createMessageRate } from '#workbench/message-rate.ts';
import { type Answer, methodAnswer, startSlackServer } from '#workbench/slack-server.ts';
import { botId, botName, botUserId, createWorkspace, teamId, teamName, type UserGroup } from '#workbench/workspace.ts';

/** The workbench's Slack as tests use it: theirs to fill, remembers every call, and can be broken. */
export interface TestSlack {
  /** For `SLACK_API_URL`. */
  apiUrl: string;
  /** Every call, oldest first; response URLs are the method `response_url`, the bytes of files `upload_url`. */
  calls: SlackCall[];
  /** Calls of one method. */
  of(method: string): SlackCall[];
  /** Adds or changes who is there, by fields of Slack's user object; with their direct messages to the app. */
  users: Filling;
  /** The same of conversations: without `is_member: false` the app is in them. */
  channels: Filling;
  userGroups: UserGroup[];
  /** Every file that was shown somewhere, oldest first. */
  files(): SentFile[];
  /** Where `apps.connections.open` sends to; empty: Socket Mode is off. */
  socket: { url: string };
  /** How a method fails from now on; delete to heal. `*` is any method, response URLs too. */
  faults: Map<string, Fault>;
  /** A response URL as a command or click brings it: 5 messages, 30 minutes. */
  responseUrl(): string;
  /** A trigger id as a command or click brings it: one use, 3 seconds. `spent`: has been used. */
  trigger(state?: 'fresh' | 'spent'): string;
  /** A message that Ana has written, in Slack's notation; gives its `ts`. */
  say(channel: string, text: string): string;
  /** A modal that Ana has open; gives its id. */
  show(view: Record<string, unknown>): string;
  /** Resolves with the first call of a method that comes, or has come, beyond the first `already`. */
  next(method: string, already?: number): Promise<SlackCall>;
  stop(): Promise<void>;
}

export interface SlackCall {
  method: string;
  args: Record<string, unknown>;
  /** Slack's answer: `ok` or its error code; the status when a fault has one. */
  result: string;
}

interface SentFile {
  id: string;
  channel: string;
  thread?: string;
  name: string;
  title: string;
  altText: string;
  comment: string;
  bytes: Buffer;
}

interface Filling {
  set(id: string, facts: Record<string, unknown>): void;
}

type Fault = 'hang' | { thinkMs: number } | { status: number; retryAfter?: number } | { error: string };

export const ourTeam = teamId;
/** What `auth.test` says of us. */
export const ourIdentity = { teamId, teamName, botUserId, botId, botName };
export const botToken = 'xoxb-test';
export const appToken = 'xapp-test';

/** `limited`: refuses more than a message a second and channel. Most tests are not about that and would wait for it. */
export async function startTestSlack({
  limited = false,
  clock = systemClock,
}: { limited?: boolean; clock?: Clock } = {}): Promise<TestSlack> {
  const workspace = createWorkspace(clock, { people: [], channels: [], userGroups: [], posts: [] });
  const grants = createGrants(systemClock);
  const socket = { url: '' };
  const faults = new Map<string, Fault>();
  const { calls, record, next } = createRecord();
  const world = { workspace, grants, socket, ...(limited && { rate: createMessageRate(systemClock) }) };
  const server = await startSlackServer(world, {
    botToken,
    appToken,
    async around(call, answer) {
      const fault = faults.get(call.method) ?? faults.get('*');
      if (fault === 'hang') record({ ...call, result: 'hang' });
      const given = await suffer(fault, answer, call.method.endsWith('_url'));
      record({ ...call, result: given.result });
      return given;
    },
  });
  const to = { channel: 'C0GENERAL', user: 'U0ANA' };
  return {
    ...filling(workspace),
    apiUrl: server.apiUrl,
    calls,
    of: (method) => calls.filter((call) => call.method === method),
    userGroups: workspace.userGroups,
    files: () => sentFiles(workspace),
    socket,
    faults,
    responseUrl: () => server.responseUrl(grants.responsePath(to)),
    trigger(state = 'fresh') {
      const id = grants.trigger(to.user);
      if (state === 'spent') grants.useTrigger(id);
      return id;
    },
    say: (channel, text) => workspace.add({ channel, by: to.user, text, blocks: [] }).ts,
    show(view) {
      const shown = workspace.views.push(to.user, view);
      if ('error' in shown) throw new Error(shown.error);
      return shown.view.id;
    },
    next,
    stop: () => server.stop(),
  };
}

function sentFiles({ posts, files }: ReturnType<typeof createWorkspace>): SentFile[] {
  return posts.flatMap(({ files: ids = [], channel, thread, text: comment }) =>
    ids.flatMap((id) => {
      const file = files.find(id);
      if (!file?.bytes) return [];
      const { name, title, altText, bytes } = file;
      return { id, channel, ...(thread !== undefined && { thread }), name, title, altText, comment, bytes };
    }),
  );
}

function createRecord() {
  const calls: SlackCall[] = [];
  const watchers = new Set<() => boolean>();
  return {
    calls,
    record: (call: SlackCall) => {
      calls.push(call);
      for (const look of watchers) if (look()) watchers.delete(look);
    },
    next: (method: string, already = 0): Promise<SlackCall> =>
      new Promise((resolve) => {
        const look = () => {
          const call = calls.filter((one) => one.method === method)[already];
          if (call) resolve(call);
          return call !== undefined;
        };
        if (!look()) watchers.add(look);
      }),
  };
}

async function suffer(fault: Fault | undefined, answer: () => Answer, isAddress: boolean): Promise<Answer> {
  if (fault === undefined) return answer();
  // Until the server ends.
  if (fault === 'hang') return new Promise(() => undefined);
  if ('thinkMs' in fault) return sleep(fault.thinkMs).then(answer);
  if ('status' in fault) return { ...fault, result: String(fault.status), body: 'busy' };
  // Addresses that Slack hands out speak in status codes, methods in `ok`.
  return isAddress ? { status: 404, result: fault.error, body: fault.error } : methodAnswer({ ok: false, ...fault });
}

/** Facts as tests know them from Slack's documentation, kept as they are. */
function filling(workspace: ReturnType<typeof createWorkspace>): { users: Filling; channels: Filling } {
  const blank = { about: '', guests: true, hasApp: true };
  return {
    users: {
      set(id, facts) {
        const kind = facts['is_restricted'] ? 'guest' : facts['is_stranger'] ? 'stranger' : facts['is_bot'] ? 'app' : 'member';
        workspace.setPerson({ id, name: id, handle: id.toLowerCase(), email: '', about: '', kind, facts });
        workspace.setChannel({ ...blank, id: id.replace(/^[UW]/, 'D'), name: id, kind: 'dm', with: id });
      },
    },
    channels: {
      set(id, facts) {
        const hasApp = facts['is_member'] !== false;
        workspace.setChannel({
          ...blank,
          id,
          name: id,
          kind: 'channel',
          hasApp,
          facts,
          ...(facts['is_archived'] === true && { archived: true }),
        });
      },
    },
  };
}
