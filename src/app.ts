import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { systemClock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import { withRequestId } from '#core/request-id.ts';
import { openDirectory } from '#catalog/directory/open-directory.ts';
import { schemaMissing } from '#db/schema-missing.ts';
import { createGitHubWebhooks } from '#http/github-webhooks.ts';
import { answerHealth, readiness } from '#http/health.ts';
import { createAsks } from '#jobs/ask-tasks.ts';
import { sendErrands } from '#jobs/send-errands.ts';
import { distantCommits } from './app/commits.errand.ts';
import { distantConfirmation } from './app/confirm-removals.errand.ts';
import { connectSlack } from './app/connect-slack.ts';
import { createAnswering } from './app/create-answering.ts';
import { createNotices } from './app/create-notices.ts';
import { createSyncer, type SyncerFacts } from './app/create-syncer.ts';
import { listen } from './app/listen.ts';
import { openStorageToServe } from './app/open-storage.ts';
import { baseOf, declaredBy, exampleDomains, openWorkbench } from './app/open-workbench.ts';
import { distantProposals } from './app/propose.errand.ts';
import { distantRegistrations } from './app/registrations.errand.ts';
import { serveControl } from './app/serve-control.ts';
import { serveMetrics } from './app/serve-metrics.ts';
import { startWork } from './app/start-work.ts';
import { takeReadings } from './app/take-readings.ts';
import { takeGitHubEvent } from './app/take-github-event.ts';
import { welcome } from './app/welcome.ts';
import type { Config } from './config.ts';

export interface App {
  /** Serves; what a person at the terminal should know, at most six lines. */
  start(): Promise<string[]>;
  /** Ends within 10 s; answers and writes under way are finished. */
  stop(): Promise<void>;
}

/** Node's own are minutes, for which anybody could hold a connection open with half a request. */
const patience = { headersTimeout: 5_000, requestTimeout: 10_000, connectionsCheckingInterval: 1_000 };

/**
 * The only place that knows every part: builds them, wires them, starts and stops them in order. `elsewhere`: where
 * Git hosts are, when not at their own addresses.
 */
export async function createApp(config: Config, log: Log, elsewhere: Pick<SyncerFacts, 'openRemote'> = {}): Promise<App> {
  const clock = systemClock;
  const storage = await openStorageToServe(config, log);
  const local = await openWorkbench(config, { clock, log });
  const metrics = await serveMetrics(config, () => takeReadings({ directory: answering.directory, open: storage.open, clock }));
  const { meter } = metrics;
  const syncer = createSyncer(config, storage, { log, clock, meter, ...elsewhere });
  const errands = sendErrands({ ...storage.open, log });
  // A process that only answers asks one that works: it may have no way to a Git host.
  const isDistant = config.env.role === 'answer';
  const registrations = isDistant ? distantRegistrations(errands) : syncer.registrations;
  const answering = createAnswering({
    config: local && config.file === undefined ? { ...config, unfurl: exampleDomains } : config,
    db: storage.open.db,
    log,
    clock,
    meter,
    registrations,
    proposals: isDistant ? distantProposals(errands) : syncer.proposer.proposals,
    commits: isDistant ? distantCommits(errands) : syncer.commits,
    connectSlack: local?.connect ?? connectSlack,
    confirmRemovals: isDistant ? distantConfirmation(errands) : (source, id) => syncer.confirmRemovals(source, id),
  });
  const asks = createAsks({ ...storage.open, log });
  const webhooks = createGitHubWebhooks({
    secret: config.env.githubWebhookSecret,
    take: takeGitHubEvent(storage.open.db, asks),
    clock,
    log,
  });
  const server = createServer(patience, (req, res) => route(req, res));
  let work: ReturnType<typeof startWork> | undefined;

  function route(req: IncomingMessage, res: ServerResponse): void {
    if (answerHealth(req, res, () => readiness(answering.directory, answering.slackHealth))) return;
    if (local?.workbench.answer(req, res)) return;
    if (withRequestId(clock, () => webhooks.answer(req, res))) return;
    answering.listener(req, res);
  }

  return {
    async start() {
      await listen(server, config.env);
      await metrics.start();
      // While the database is away the snapshot answers, and the work waits.
      const notices = createNotices({ config, db: storage.open.db, answering });
      work = startWork({ config, storage, syncer, log, clock, jobs: notices });
      await work.prepared;
      await answering.open((deps) =>
        openDirectory({
          ...deps,
          db: storage.open.db,
          log,
          clock,
          snapshot: { file: join(storage.folder, 'snapshot'), secret: config.secret },
        }).catch((error: unknown) => Promise.reject(schemaMissing(error))),
      );
      await work.firstSync;
      await answering.refresh();
      local?.workbench.open(baseOf(server.address()), declaredBy(answering));
      serveControl({ config, storage, syncer, log, clock }, answering);
      return welcome(config, server.address(), answering.directory);
    },
    async stop() {
      server.close();
      server.closeIdleConnections();
      // Side by side, because both may take five seconds and ten is all there is.
      await Promise.all([answering.drain(), work?.stop()]);
      await local?.workbench.stop();
      metrics.stop();
      await answering.close();
      server.closeAllConnections();
      await asks.close();
      await errands.stop();
      await syncer.close();
      await storage.close();
    },
  };
}
