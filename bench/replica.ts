import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import type { Log } from '#core/log.ts';
import { reply } from '#core/reply.ts';
import { migrate } from '#db/migrate.ts';
import { openDb } from '#db/open.ts';
import { claimRows } from '#slack/claim-rows.ts';
import { createSlack, type Slack } from '#slack/create-slack.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineEvent } from '#slack/define-event.ts';
import { createIdentityKeeper } from '#slack/identity.ts';
import { createPacer } from '#slack/pace.ts';
import { createPeople } from '#slack/people.ts';
import { connectionOpener, createSlackApi } from '#slack/slack-api.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { appToken, botToken, ourIdentity, ourTeam, type TestSlack } from '../test/support/test-slack.ts';

/** One process's half of the product that talks with Slack, on a database it shares. */
export interface Replica extends AsyncDisposable {
  slack: Slack;
}

const silent: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** `done` hears what is answered and written: by the text of a mention and the value of a click. */
export async function startReplica(databaseUrl: string, fake: TestSlack, done: (what: string) => void): Promise<Replica> {
  const open = await openDb({ kind: 'postgres', url: databaseUrl, poolSize: 10, log: silent });
  await migrate(open);
  const api = createSlackApi({ botToken, apiUrl: fake.apiUrl, log: silent, meter: noMeter });
  const store = { load: () => Promise.resolve([]), save: () => Promise.resolve() };
  const clock = systemClock;
  const people = createPeople({ api, clock, log: silent, ownTeamId: () => ourTeam, authorityOf: () => ({ groups: [] }), store });
  people.load({ persons: [{ teamId: ourTeam, userId: 'U0ANA', kind: 'member', fetchedAt: new Date() }], userGroups: [] });
  const count = (_ctx: SlackCtx, what: string) => {
    done(what);
    return reply.none;
  };
  const slack = createSlack({
    transport: {
      mode: 'socket',
      connectionUrl: connectionOpener({ appToken, apiUrl: fake.apiUrl, log: silent, meter: noMeter }),
    },
    botToken,
    api,
    identity: createIdentityKeeper(api, { load: () => ourIdentity, save: () => {} }, silent),
    people,
    claims: claimRows(open.db, clock),
    pacer: createPacer(clock),
    definitions: [
      defineEvent({ id: 'bench.mention', event: 'app_mention', parse: ({ text }) => String(text), answer: count }),
      defineAction({ id: 'bench.press', writes: true, parse: (value) => value, answer: count }),
    ],
    // Neither of them looks anything up.
    ctxFor: (viewer) => ({ viewer }) as SlackCtx,
    clock,
    log: silent,
    meter: noMeter,
  });
  slack.start();
  return {
    slack,
    [Symbol.asyncDispose]: async () => {
      await slack.stop();
      await open.close();
    },
  };
}
