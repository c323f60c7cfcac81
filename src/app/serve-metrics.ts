import { createServer } from 'node:http';
import { type Meter, noMeter } from '#core/meter.ts';
import type { Readings } from '#http/metrics.ts';
import type { Config } from '../config.ts';
import { listen } from './listen.ts';

/** The numbers for whoever runs the product, on a port of their own. */
export interface ServedMetrics {
  meter: Meter;
  start(): Promise<void>;
  stop(): void;
}

const nobodyAsks: ServedMetrics = { meter: noMeter, start: () => Promise.resolve(), stop: () => undefined };

/** Without METRICS_PORT nothing is counted, and the library that counts is not loaded. */
export async function serveMetrics({ env }: Pick<Config, 'env'>, read: () => Promise<Readings>): Promise<ServedMetrics> {
  const { metrics: where } = env;
  if (!where) return nobodyAsks;
  const { createMetrics } = await import('#http/metrics.ts');
  const metrics = createMetrics(read);
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, metrics.listener);
  return {
    meter: metrics.meter,
    start: () => listen(server, { ...where, named: 'METRICS_' }),
    stop() {
      server.close();
      server.closeAllConnections();
      metrics.stop();
    },
  };
}
