import { type App, createApp } from './app.ts';
import { readConfig } from './config.ts';
import { createLog } from './app/create-log.ts';

const longestStopMs = 9_500;

/** The process: configuration in, signals handled, nothing else. Resolves once it serves. */
export async function main(): Promise<void> {
  const config = readConfig();
  const log = createLog(config);
  let stopping = false;
  let app: App | undefined;
  const stop = (signal: string) => {
    // A second signal means that somebody is impatient; before there is an app, nothing is under way.
    if (stopping || !app) process.exit(stopping ? 130 : 0);
    stopping = true;
    log.info({ signal }, 'app.stop');
    setTimeout(() => process.exit(1), longestStopMs).unref();
    app.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'app.stop');
        process.exit(1);
      },
    );
  };
  // From the first moment: as process 1 of a container, a signal without a handler is not heard at all.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop(signal));
  // Whoever started us and can still tell us is gone: nobody could stop us any more.
  process.on('disconnect', () => stop('disconnect'));
  process.channel?.unref();
  app = await createApp(config, log);
  try {
    for (const line of await app.start()) console.log(line);
  } catch (error) {
    if (stopping) return;
    // Half a process would hold the port and the folder, and never answer.
    setTimeout(() => process.exit(1), longestStopMs).unref();
    await app.stop();
    throw error;
  }
}
