import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import { object } from './json.ts';
import type { Who } from './payload.ts';
import { type Person, readPerson } from './person.ts';
import { retryAfterSeconds, type SlackApi, slackErrorCode } from './slack-api.ts';

export interface LookupOptions {
  api: SlackApi;
  ownTeamId(): string | undefined;
  clock: Clock;
  log: Log;
  waitMs: number;
  learn(person: Person): void;
}

export interface Lookup {
  /** Waits at most `waitMs`; undefined when Slack has not said by then, or failed a moment ago. Never rejects. */
  ask(who: Who): Promise<Person | undefined>;
  /** In the background. */
  refresh(who: Who): void;
}

const firstPauseMs = 1000;
const longestPauseMs = 60_000;
/** People whose last look-up failed; more than these are asked for again without a pause. */
const mostFailures = 10_000;

/** `users.info`, one for each person at a time however many requests want it. */
export function createLookup(options: LookupOptions): Lookup {
  const running = new Map<string, Promise<Person | undefined>>();
  const failed = new Map<string, { times: number; againAt: number }>();

  async function fetchPerson(who: Who): Promise<Person | undefined> {
    try {
      const said = await options.api.call('users.info', { user: who.userId });
      const person = readPerson(object(said['user']), options.ownTeamId(), options.clock.now());
      failed.delete(who.userId);
      return person;
    } catch (error) {
      if (isUnknownToSlack(error)) return { ...who, kind: 'external', fetchedAt: options.clock.now() };
      pause(who.userId, retryAfterSeconds(error));
      options.log.warn({ err: error }, 'slack.person-not-told');
      return undefined;
    }
  }

  /** A Slack that hangs would else cost everyone the full wait, every time. */
  function pause(userId: string, wanted: number | undefined): void {
    const times = (failed.get(userId)?.times ?? 0) + 1;
    const pauseMs = Math.max(Math.min(firstPauseMs * 2 ** (times - 1), longestPauseMs), (wanted ?? 0) * 1000);
    if (failed.size >= mostFailures) failed.clear();
    failed.set(userId, { times, againAt: options.clock.now().getTime() + pauseMs });
  }

  function start(who: Who): Promise<Person | undefined> {
    const under = running.get(who.userId);
    if (under) return under;
    if (options.clock.now().getTime() < (failed.get(who.userId)?.againAt ?? 0)) return Promise.resolve(undefined);
    const work = fetchPerson(who).then((person) => {
      running.delete(who.userId);
      if (person) options.learn(person);
      return person;
    });
    running.set(who.userId, work);
    return work;
  }

  return {
    async ask(who) {
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<undefined>((resolve) => {
        timer = setTimeout(() => resolve(undefined), options.waitMs);
      });
      const person = await Promise.race([start(who), tooLate]);
      clearTimeout(timer);
      return person;
    },
    refresh: (who) => void start(who),
  };
}

/** Slack does not show us this person: they are of another organisation. */
function isUnknownToSlack(error: unknown): boolean {
  return ['user_not_found', 'user_not_visible', 'users_not_found'].includes(slackErrorCode(error) ?? '');
}
