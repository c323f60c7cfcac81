import type { RequestListener } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { Meter } from '#core/meter.ts';
import type { Claims } from '#core/ports.ts';
import { withRequestId } from '#core/request-id.ts';
import type { Viewer } from '#core/viewer.ts';
import { type ClaimCounts, createClaiming } from './claiming.ts';
import type { Definition } from './definition.ts';
import { noRefusals, type Refusals } from './guard.ts';
import { createHttpDoor } from './http-door.ts';
import type { IdentityKeeper } from './identity.ts';
import { createWorkspaceCheck } from './other-workspace.ts';
import type { Pacer } from './pace.ts';
import type { SlackPeople } from './people.ts';
import { createReplayStore } from './replay-store.ts';
import { respond, type Ack, type RespondKit } from './respond.ts';
import { buildRoutes, type Routes } from './routes.ts';
import type { SlackApi } from './slack-api.ts';
import type { Place, SlackCtx } from './slack-ctx.ts';
import { createSocketMode, type SocketModeBounds, socketModeBounds } from './socket-mode.ts';

export interface SlackOptions {
  transport: Transport;
  botToken: string;
  api: SlackApi;
  identity: IdentityKeeper;
  people: SlackPeople;
  claims: Claims;
  /** Shared with the outbox. */
  pacer: Pacer;
  definitions: readonly Definition[];
  /** A definition's command → its name in this workspace, both with a slash. */
  rename?: Readonly<Record<string, string>>;
  /** Who besides members is answered; absent: nobody. */
  answered?: ReadonlySet<'guest' | 'external'>;
  ctxFor(viewer: Viewer, place: Place): SlackCtx;
  clock: Clock;
  log: Log;
  meter: Meter;
  /** Tests shorten these. */
  bounds?: Partial<SlackBounds>;
}

/** How Slack reaches us: it posts signed requests, or we connect to it and it sends the same over that. */
export type Transport =
  | { mode: 'http'; signingSecret: string }
  /** `connectionUrl` asks Slack for the address of one connection. */
  | { mode: 'socket'; connectionUrl(): Promise<string>; bounds?: Partial<SocketModeBounds> };

interface SlackBounds {
  /** An answer that is there by then rides in the response to Slack's request, which waits 3 s. */
  ackMs: number;
  /** An answer that is not there by then is given up. */
  giveUpMs: number;
  bodyBytes: number;
  bodyMs: number;
  rememberedSignatures: number;
  /** More answers than this are not under way at once: what comes then is left to Slack to deliver again. */
  underWay: number;
}

export interface Slack {
  /** For `POST /slack/events`; any other path or method gets 404, and so does everything when Slack is reached by socket. */
  listener: RequestListener;
  routes: Routes;
  /** Whether Slack reaches us, as far as we can know: over HTTP it is Slack that comes. */
  readonly line: { mode: 'http' } | { mode: 'socket'; up: boolean; lastPongMs: number | null };
  start(): void;
  /** Waits at most `ms` for answers under way, then stores what is not stored, for which a second must do. */
  stop(ms?: number): Promise<void>;
  counts(): { refused: Refusals; signatures: { held: number; dropped: number }; claims: ClaimCounts; underWay: number };
}

const defaultBounds: SlackBounds = {
  ackMs: 2000,
  giveUpMs: 60_000,
  bodyBytes: 1_000_000,
  bodyMs: 3000,
  rememberedSignatures: 1 << 18,
  underWay: 2000,
};

const storeMs = 1000;

/** Everything between Slack's requests and the definitions' answers. Throws when two definitions collide. */
export function createSlack(options: SlackOptions): Slack {
  const bounds = { ...defaultBounds, ...options.bounds };
  const { people, transport, log } = options;
  const routes = buildRoutes(options.definitions, options.rename ?? {});
  const replays = createReplayStore(bounds.rememberedSignatures);
  const claiming = createClaiming(options.claims, log);
  const underWay = new Set<Promise<void>>();
  const kit: RespondKit = {
    ...options,
    routes,
    botName: () => options.identity.current?.botName ?? 'switchboard',
    answered: options.answered ?? new Set(),
    claiming,
    ackMs: bounds.ackMs,
    giveUpMs: bounds.giveUpMs,
    viewerOf: (who) => people.viewerOf(who),
    isElsewhere: createWorkspaceCheck({ ...options, teamId: () => options.identity.current?.teamId }),
  };
  const receive = async (body: unknown, ack: Ack | undefined) => {
    // Not around the whole of HTTP: following an id through every event of a connection costs a fiftieth of an answer.
    const work = withRequestId(options.clock, () => respond(kit, body, ack));
    underWay.add(work);
    await work.finally(() => underWay.delete(work));
  };
  const isFull = () => underWay.size >= bounds.underWay;
  const http =
    transport.mode === 'http'
      ? createHttpDoor({
          ...options,
          ...transport,
          bounds: { bytes: bounds.bodyBytes, ms: bounds.bodyMs },
          unansweredMs: bounds.ackMs + 1000,
          replays,
          isFull,
          receive,
        })
      : undefined;
  const socket =
    transport.mode === 'socket'
      ? createSocketMode({ ...transport, bounds: { ...socketModeBounds, ...transport.bounds }, receive, isFull, log, random: Math.random })
      : undefined;

  return {
    listener: http?.listener ?? ((_request, response) => void response.writeHead(404).end()),
    routes,
    get line(): Slack['line'] {
      return socket ? { mode: 'socket', up: socket.up, lastPongMs: socket.lastPongMs } : { mode: 'http' };
    },
    start() {
      options.identity.start();
      people.start();
      socket?.start();
    },
    async stop(ms = 5000) {
      options.identity.stop();
      // No new questions first; those under way still get out over the old connection.
      const quiet = async () => {
        await socket?.stop();
        await Promise.allSettled(underWay);
      };
      await Promise.race([quiet(), sleep(ms, undefined, { ref: false })]);
      await Promise.race([people.stop(), sleep(storeMs, undefined, { ref: false })]);
    },
    counts: () => ({
      refused: { ...(http?.refused ?? noRefusals) },
      signatures: { ...replays.counts },
      claims: { ...claiming.counts },
      underWay: underWay.size,
    }),
  };
}
