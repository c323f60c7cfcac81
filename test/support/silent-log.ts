import type { Log } from '#core/log.ts';

/** A log that keeps quiet. */
export const silentLog: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
