import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '#core/log.ts';
import { type Json, text } from './json.ts';
import { type SlackApi, slackErrorCode } from './slack-api.ts';

/** Who the bot is and in which workspace; kept over restarts, so that Slack need not be asked before answering. */
export interface Identity {
  teamId: string;
  botUserId: string;
  botId: string;
  /** As written after `@`, e.g. in `/invite @switchboard`. */
  botName: string;
  teamName: string;
}

/** Where the identity is kept. */
export interface IdentityStore {
  load(): Identity | undefined;
  save(identity: Identity): void;
}

export interface IdentityKeeper {
  /** Undefined until Slack has been reached for the first time ever. */
  readonly current: Identity | undefined;
  /** `confirmed`: Slack said so in this process. `refused`: it does not accept the token. */
  readonly state: 'asking' | 'confirmed' | 'refused' | 'unreachable';
  start(): void;
  stop(): void;
}

const firstPauseMs = 2000;
const longestPauseMs = 5 * 60_000;
const tokenTroubles = new Set(['invalid_auth', 'not_authed', 'account_inactive', 'token_revoked', 'token_expired']);

/** Asks Slack who we are, in the background and until it says. */
export function createIdentityKeeper(api: SlackApi, store: IdentityStore, log: Log): IdentityKeeper {
  let current = store.load();
  let state: IdentityKeeper['state'] = 'asking';
  const stopped = new AbortController();

  async function ask(): Promise<void> {
    for (let pauseMs = firstPauseMs; !stopped.signal.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        current = readIdentity(await api.call('auth.test'));
        state = 'confirmed';
        store.save(current);
        log.info({ team: current.teamName, bot: current.botName }, 'slack.identified');
        return;
      } catch (error) {
        const code = slackErrorCode(error);
        state = tokenTroubles.has(code ?? '') ? 'refused' : 'unreachable';
        const fix = state === 'refused' ? 'Check SLACK_BOT_TOKEN: Slack does not accept it.' : 'Answering goes on with what is known.';
        log.warn({ code, err: error, fix, againInMs: pauseMs }, 'slack.not-identified');
      }
      await sleep(pauseMs, undefined, { signal: stopped.signal, ref: false }).catch(() => {});
    }
  }

  return {
    get current() {
      return current;
    },
    get state() {
      return state;
    },
    start: () => void ask(),
    stop: () => stopped.abort(),
  };
}

function readIdentity(said: Json): Identity {
  return {
    teamId: text(said['team_id']),
    botUserId: text(said['user_id']),
    botId: text(said['bot_id']),
    botName: text(said['user']),
    teamName: text(said['team']),
  };
}
