import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Directory, SourceFacts } from '#core/directory.ts';

/** What `/readyz` tells the public: counts, codes and configured names; never URLs, paths or error texts. */
export interface Readiness {
  ready: boolean;
  /** Why answers may be older or fewer than usual, as codes: `database`, `source:<name>`, `slack`. */
  degraded: string[];
  entities: number;
  problems: number;
  /** Absent without Slack. `lastPongMs`: how long ago Slack answered a ping over its socket; null: not yet, or it is down. */
  slack?: { mode: 'http' } | { mode: 'socket'; lastPongMs: number | null };
  sources: { name: string; commit: string | null; syncedAt: string | null; ok: boolean }[];
}

/** What is known of the way to Slack. */
export type SlackHealth = { mode: 'http'; reachable: boolean } | { mode: 'socket'; reachable: boolean; lastPongMs: number | null };

/** A replica that can answer is ready, however old its answers: probes must never take it away during an outage. */
export function readiness(directory: Directory | undefined, slack: SlackHealth | undefined): Readiness {
  if (!directory) return { ready: false, degraded: ['loading'], entities: 0, problems: 0, sources: [] };
  const all = directory.sources();
  // Repositories that nobody configured have names that are nobody else's business.
  const sources = all.filter(({ parent }) => parent === undefined);
  const failing = new Set(all.filter((s) => !s.ok && s.orphanedAt === undefined).map((s) => s.parent ?? s.name));
  const degraded = [
    ...(directory.freshness.from === 'database' ? [] : ['database']),
    ...[...failing].map((name) => `source:${name}`),
    ...(slack?.reachable === false ? ['slack'] : []),
  ];
  return {
    ready: true,
    degraded,
    entities: directory.size,
    problems: all.reduce((sum, s) => sum + s.problems, 0),
    ...(slack && { slack: slackFacts(slack) }),
    sources: sources.map(publicFacts),
  };
}

function slackFacts(slack: SlackHealth): NonNullable<Readiness['slack']> {
  return slack.mode === 'http' ? { mode: slack.mode } : { mode: slack.mode, lastPongMs: slack.lastPongMs };
}

/** `syncedAt` means what “synced 42 s ago” means on a card: a quiet repository is not an old one. */
function publicFacts(source: SourceFacts): Readiness['sources'][number] {
  return { name: source.name, commit: source.head, syncedAt: source.seenAt?.toISOString() ?? null, ok: source.ok };
}

/** Answers the health endpoints; false when the request is for somebody else. */
export function answerHealth(req: IncomingMessage, res: ServerResponse, current: () => Readiness): boolean {
  const path = req.url?.split('?')[0];
  if (req.method !== 'GET' && req.method !== 'HEAD') return false;
  if (path === '/healthz') return send(req, res, 200, { ok: true });
  if (path !== '/readyz') return false;
  const state = current();
  return send(req, res, state.ready ? 200 : 503, state);
}

function send(req: IncomingMessage, res: ServerResponse, status: number, body: object): true {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  res.end(req.method === 'HEAD' ? undefined : `${JSON.stringify(body)}\n`);
  return true;
}
