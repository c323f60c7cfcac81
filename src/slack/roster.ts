import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import { type Json, list, object, text } from './json.ts';
import { type Person, readPerson } from './person.ts';
import type { SlackApi } from './slack-api.ts';

export interface RosterPart {
  persons: Person[];
  /** All user groups, once in every round. */
  userGroups?: [handle: string, id: string][];
}

export interface RosterOptions {
  api: SlackApi;
  ownTeamId(): string | undefined;
  clock: Clock;
  log: Log;
}

const pageSize = 1000;
/** `users.list` is allowed about 20 times a minute. */
const pauseMs = 3500;
const everyMs = 24 * 3600_000;
const afterFailureMs = 10 * 60_000;
const untilIdentifiedMs = 1000;

/** Everyone in the workspace and its user groups, from Slack, once a day until `signal`; failures are logged and tried again. */
export async function* readRoster(options: RosterOptions, signal: AbortSignal): AsyncGenerator<RosterPart> {
  while (!signal.aborted) {
    // Without our own workspace's id nobody can be told from a stranger.
    if (options.ownTeamId() === undefined) {
      await pause(untilIdentifiedMs, signal);
      continue;
    }
    let nextMs = everyMs;
    try {
      yield* readPages(options, signal);
      yield* readUserGroups(options);
    } catch (error) {
      options.log.warn({ err: error }, 'slack.roster-not-read');
      nextMs = afterFailureMs;
    }
    await pause(nextMs, signal);
  }
}

async function* readPages(options: RosterOptions, signal: AbortSignal): AsyncGenerator<RosterPart> {
  let cursor = '';
  do {
    const said = await options.api.callPatiently('users.list', { limit: pageSize, ...(cursor && { cursor }) });
    const now = options.clock.now();
    yield { persons: list(said['members']).map((member) => readPerson(object(member), options.ownTeamId(), now)) };
    cursor = text(object(said['response_metadata'])['next_cursor']);
    if (cursor) await pause(pauseMs, signal);
  } while (cursor && !signal.aborted);
}

/** Workspaces without user groups, or that do not let us see them, still have people. */
async function* readUserGroups(options: RosterOptions): AsyncGenerator<RosterPart> {
  try {
    const said = await options.api.callPatiently('usergroups.list');
    yield { persons: [], userGroups: list(said['usergroups']).map(object).map(asEntry) };
  } catch (error) {
    options.log.warn({ err: error }, 'slack.user-groups-not-read');
  }
}

const asEntry = (group: Json): [string, string] => [text(group['handle']).toLowerCase(), text(group['id'])];

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => {});
}
