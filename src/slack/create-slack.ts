import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { App, HTTPReceiver } from '@slack/bolt';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { Viewer } from '#core/viewer.ts';
import { boltLog } from './bolt-log.ts';
import type { Definition } from './definition.ts';
import { createGuard, type Refusals } from './guard.ts';
import type { IdentityKeeper } from './identity.ts';
import type { SlackPeople } from './people.ts';
import { createReplayStore } from './replay-store.ts';
import { respond, type Ack, type RespondKit } from './respond.ts';
import { buildRoutes, type Routes } from './routes.ts';
import type { SlackApi } from './slack-api.ts';
import type { Place, SlackCtx } from './slack-ctx.ts';

export interface SlackOptions {
  signingSecret: string;
  botToken: string;
  api: SlackApi;
  identity: IdentityKeeper;
  people: SlackPeople;
  definitions: readonly Definition[];
  /** A definition's command → its name in this workspace, both with a slash. */
  rename?: Readonly<Record<string, string>>;
  /** Who besides members is answered; absent: nobody. */
  answered?: ReadonlySet<'guest' | 'external'>;
  ctxFor(viewer: Viewer, place: Place): SlackCtx;
  clock: Clock;
  log: Log;
  /** Tests shorten these. */
  bounds?: Partial<SlackBounds>;
}

interface SlackBounds {
  /** An answer that is there by then rides in the response to Slack's request, which waits 3 s. */
  ackMs: number;
  /** An answer that is not there by then is given up. */
  giveUpMs: number;
  bodyBytes: number;
  bodyMs: number;
  rememberedSignatures: number;
}

export interface Slack {
  /** For `POST /slack/events`; any other path or method gets 404. */
  listener: RequestListener;
  routes: Routes;
  start(): void;
  /** Waits at most `ms` for answers under way, then stores what is not stored, for which a second must do. */
  stop(ms?: number): Promise<void>;
  counts(): { refused: Refusals; signatures: { held: number; dropped: number }; underWay: number };
}

/** Everything from Slack comes here. */
const path = '/slack/events';

const defaultBounds: SlackBounds = { ackMs: 2000, giveUpMs: 60_000, bodyBytes: 1_000_000, bodyMs: 3000, rememberedSignatures: 1 << 18 };

const storeMs = 1000;

/** Everything between Slack's requests and the definitions' answers. Throws when two definitions collide. */
export function createSlack(options: SlackOptions): Slack {
  const bounds = { ...defaultBounds, ...options.bounds };
  const { people } = options;
  const routes = buildRoutes(options.definitions, options.rename ?? {});
  const replays = createReplayStore(bounds.rememberedSignatures);
  const underWay = new Set<Promise<void>>();
  const kit: RespondKit = {
    ...options,
    routes,
    botName: () => options.identity.current?.botName ?? 'switchboard',
    answered: options.answered ?? new Set(),
    ackMs: bounds.ackMs,
    giveUpMs: bounds.giveUpMs,
    viewerOf: (who) => people.viewerOf(who),
  };
  const pass = createBolt(options, bounds.ackMs + 1000, async (body, ack) => {
    const work = respond(kit, body, ack);
    underWay.add(work);
    await work.finally(() => underWay.delete(work));
  });
  const guard = createGuard({
    ...options,
    path,
    bounds: { bytes: bounds.bodyBytes, ms: bounds.bodyMs },
    replays,
    pass,
  });

  return {
    listener: guard.listener,
    routes,
    start() {
      options.identity.start();
      people.start();
    },
    async stop(ms = 5000) {
      options.identity.stop();
      await Promise.race([Promise.allSettled(underWay), sleep(ms, undefined, { ref: false })]);
      await Promise.race([people.stop(), sleep(storeMs, undefined, { ref: false })]);
    },
    counts: () => ({ refused: { ...guard.refused }, signatures: { ...replays.counts }, underWay: underWay.size }),
  };
}

type Respond = (body: unknown, ack: Ack | undefined) => Promise<void>;

/**
 * Bolt reads the body, tells events from the rest and acknowledges them; one middleware takes all it lets through,
 * so that nothing falls between listeners, and a Map does the rest. A body that Bolt makes nothing of gets its 404 after 3 s.
 */
function createBolt(options: SlackOptions, giveUpMs: number, respondTo: Respond): RequestListener {
  const logger = boltLog(options.log);
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    // The guard has done it, and more strictly.
    signatureVerification: false,
    endpoints: path,
    unhandledRequestTimeoutMillis: giveUpMs,
    logger,
  });
  const app = new App({
    receiver,
    logger,
    convoStore: false,
    ignoreSelf: false,
    // Bolt's own way with a token is to ask `auth.test` on every request; we know who we are, or will.
    authorize: () => Promise.resolve({ botToken: options.botToken, ...botIds(options.identity) }),
  });
  app.use(async (args) => respondTo(args.body, 'ack' in args ? (args.ack as Ack) : undefined));
  app.error(async (error) => options.log.error({ err: error }, 'slack.bolt-failed'));
  return receiver.requestListener;
}

function botIds(identity: IdentityKeeper): { botId?: string; botUserId?: string } {
  const { current } = identity;
  return current ? { botId: current.botId, botUserId: current.botUserId } : {};
}
