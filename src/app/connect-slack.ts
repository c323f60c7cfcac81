import type { RequestListener } from 'node:http';
import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import type { Log } from '#core/log.ts';
import type { Meter } from '#core/meter.ts';
import type { Outbox } from '#core/ports.ts';
import type { Extras } from '#catalog/directory/snapshot.ts';
import type { Authority } from '#catalog/ownership/authority.ts';
import { claimRows } from '#slack/claim-rows.ts';
import { createSlack, type SlackOptions, type Transport } from '#slack/create-slack.ts';
import type { Definition } from '#slack/definition.ts';
import { createIdentityKeeper, type Identity, type IdentityKeeper } from '#slack/identity.ts';
import { createOutbox } from '#slack/outbox.ts';
import { createPacer } from '#slack/pace.ts';
import { createPeople, type PeopleSnapshot, type SlackPeople } from '#slack/people.ts';
import { personRows, type PersonStore } from '#slack/person-rows.ts';
import { connectionOpener, createSlackApi } from '#slack/slack-api.ts';
import type { SlackHealth } from '#http/health.ts';
import type { Self } from '#slack/slack-ctx.ts';
import type { Config } from '../config.ts';

export interface SlackDeps {
  config: Config;
  definitions: readonly Definition[];
  db: Db;
  log: Log;
  clock: Clock;
  meter: Meter;
  authorityOf: Authority['of'];
  /** Absent: the database. */
  personStore?: PersonStore;
}

/** Slack, known of but not yet answered. */
export interface SlackPart {
  people: SlackPeople;
  outbox: Outbox;
  /** Who we are; not known before Slack has said it once. */
  self(): Self | undefined;
  /** People and the bot's identity go into the snapshot, for a start while Slack and the database are away. */
  extras: Extras;
  open(ctxFor: SlackOptions['ctxFor'], keep: () => void): Connected;
}

export interface Connected {
  listener: RequestListener;
  readonly health: SlackHealth;
  stop(): Promise<void>;
}

/** Undefined when there are no tokens. Calls nobody before `open`. */
export function connectSlack(deps: SlackDeps): SlackPart | undefined {
  const { config, definitions, db, log, clock, meter, authorityOf, personStore } = deps;
  const { slack } = config.env;
  if (!slack) return undefined;
  const api = createSlackApi({ botToken: slack.botToken, log, meter, ...(slack.apiUrl && { apiUrl: slack.apiUrl }) });
  let saved: Identity | undefined;
  let identity: IdentityKeeper | undefined;
  const current = () => identity?.current ?? saved;
  const people = createPeople({ api, ownTeamId: () => current()?.teamId, authorityOf, store: personStore ?? personRows(db), clock, log });
  const pacer = createPacer(clock);
  const outbox = createOutbox({
    api,
    clock,
    pacer,
    knownPerson: (id) => people.known(id),
    botName: () => current()?.botName ?? 'switchboard',
  });
  const extras: Extras = {
    people: { save: () => people.save(), load: (value) => people.load(value as PeopleSnapshot) },
    identity: {
      save: () => current(),
      load: (value) => {
        saved = value as Identity | undefined;
      },
    },
  };
  return {
    people,
    outbox,
    self: () => selfOf(current()),
    extras,
    open(ctxFor, keep) {
      const store = {
        load: () => saved,
        save: (value: Identity) => {
          saved = value;
          keep();
        },
      };
      identity = createIdentityKeeper(api, store, log);
      const { botToken } = slack;
      const app = createSlack({
        transport: transportOf(slack, { log, meter }),
        botToken,
        api,
        identity,
        people,
        claims: claimRows(db, clock),
        pacer,
        definitions,
        rename: Object.fromEntries(config.commands),
        answered: config.answered,
        ctxFor,
        clock,
        log,
        meter,
      });
      app.start();
      return {
        listener: app.listener,
        get health() {
          const known = identity?.state === 'confirmed' || identity?.state === 'asking';
          const { line } = app;
          return line.mode === 'http'
            ? { mode: line.mode, reachable: known }
            : { mode: line.mode, reachable: known && line.up, lastPongMs: line.lastPongMs };
        },
        stop: () => app.stop(),
      };
    },
  };
}

function selfOf(identity: Identity | undefined): Self | undefined {
  return identity && { userId: identity.botUserId, name: identity.botName };
}

function transportOf({ transport, apiUrl }: NonNullable<Config['env']['slack']>, facts: { log: Log; meter: Meter }): Transport {
  if (transport.mode === 'http') return transport;
  return { mode: 'socket', connectionUrl: connectionOpener({ appToken: transport.appToken, ...facts, ...(apiUrl && { apiUrl }) }) };
}
