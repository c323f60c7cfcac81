import type { RequestListener } from 'node:http';
import { App, HTTPReceiver } from '@slack/bolt';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import { boltLog } from './bolt-log.ts';
import { createGuard, type Guard } from './guard.ts';
import type { IdentityKeeper } from './identity.ts';
import type { BodyBounds } from './read-body.ts';
import type { ReplayStore } from './replay-store.ts';
import type { Ack } from './respond.ts';

export interface HttpDoorOptions {
  signingSecret: string;
  botToken: string;
  identity: IdentityKeeper;
  bounds: BodyBounds;
  /** Bolt answers 404 itself when nothing was said by then. */
  unansweredMs: number;
  replays: ReplayStore;
  isFull(): boolean;
  receive(body: unknown, ack: Ack | undefined): Promise<void>;
  clock: Clock;
  log: Log;
}

/** Everything from Slack comes here. */
const path = '/slack/events';

/** Slack's signed requests over HTTP: guarded by us, read by Bolt. */
export function createHttpDoor(options: HttpDoorOptions): Guard {
  return createGuard({ ...options, path, pass: createBolt(options) });
}

/**
 * Bolt reads the body, tells events from the rest and acknowledges them; one middleware takes all it lets through,
 * so that nothing falls between listeners, and a Map does the rest. A body that Bolt makes nothing of gets its 404 after 3 s.
 */
function createBolt(options: HttpDoorOptions): RequestListener {
  const logger = boltLog(options.log);
  const receiver = new HTTPReceiver({
    signingSecret: options.signingSecret,
    // The guard has done it, and more strictly.
    signatureVerification: false,
    endpoints: path,
    unhandledRequestTimeoutMillis: options.unansweredMs,
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
  app.use(async (args) => options.receive(args.body, 'ack' in args ? (args.ack as Ack) : undefined));
  app.error(async (error) => options.log.error({ err: error }, 'slack.bolt-failed'));
  return receiver.requestListener;
}

function botIds(identity: IdentityKeeper): { botId?: string; botUserId?: string } {
  const { current } = identity;
  return current ? { botId: current.botId, botUserId: current.botUserId } : {};
}
