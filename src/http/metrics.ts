import type { RequestListener } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Meter } from '#core/meter.ts';

/** How things are at the moment; what the database would have to say is absent while it is away. */
export interface Readings {
  entities: number;
  /** How long the directory has stood still: 0 while it follows the database. */
  catalogAgeSeconds: number;
  /** One for each configured source. */
  sources: readonly { name: string; lagSeconds: number; everySeconds: number }[];
  problems?: Readonly<Record<string, number>>;
  /** Queue → jobs that could run now and wait. */
  queues?: Readonly<Record<string, number>>;
}

export interface Metrics {
  meter: Meter;
  /** `GET /metrics` in Prometheus's text format; all else is 404. */
  listener: RequestListener;
  stop(): void;
}

/** Seconds. Answers from memory take one or two milliseconds; Slack waits for three seconds. */
const answerBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 10, 30];
/** Codes come from elsewhere: so many of each are kept apart, and each takes memory here and in Prometheus. */
const mostCodes = 40;

/** The only file that knows Prometheus's library, which is loaded only when somebody asks for numbers. */
export function createMetrics(read: () => Promise<Readings>): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counted = countersIn(registry);
  const show = gaugesIn(registry);
  return {
    meter: counted,
    listener: (req, res) => {
      if (req.method !== 'GET' || req.url?.split('?')[0] !== '/metrics') return void res.writeHead(404).end();
      read()
        .then(async (readings) => {
          show(readings);
          return registry.metrics();
        })
        .then(
          (text) => res.writeHead(200, { 'content-type': registry.contentType, 'cache-control': 'no-store' }).end(text),
          () => res.writeHead(500).end(),
        );
    },
    stop: () => registry.clear(),
  };
}

function countersIn(registry: Registry): Meter {
  const common = { registers: [registry] };
  const answers = new Histogram({
    name: 'switchboard_answer_seconds',
    help: 'From the arrival of a question until its answer is out',
    labelNames: ['entry'],
    buckets: answerBuckets,
    ...common,
  });
  const misses = new Counter({ name: 'switchboard_misses_total', help: 'Lookups that found nothing', ...common });
  const errors = (whose: string, help: string) =>
    new Counter({ name: `switchboard_${whose}_errors_total`, help, labelNames: ['code'], ...common });
  const failures = {
    slack: { counter: errors('slack', 'Calls to Slack that failed, by its code'), codes: new Set<string>() },
    github: { counter: errors('github', 'Calls to GitHub that failed, by its code'), codes: new Set<string>() },
  };
  return {
    answered: (entry, ms) => answers.observe({ entry }, ms / 1000),
    missed: () => misses.inc(),
    failed: (whose, code) => failures[whose].counter.inc({ code: known(failures[whose].codes, code) }),
  };
}

function known(codes: Set<string>, code: string): string {
  if (codes.has(code)) return code;
  if (codes.size >= mostCodes || !/^[\w.-]{1,60}$/.test(code)) return 'other';
  codes.add(code);
  return code;
}

function gaugesIn(registry: Registry): (readings: Readings) => void {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name: `switchboard_${name}`, help, labelNames, registers: [registry] });
  const entities = gauge('entities', 'Entities in this process');
  const age = gauge('catalog_age_seconds', 'How long this process has not been able to follow the database; 0 while it does');
  const lag = gauge('source_lag_seconds', 'Since the newest state of a source was last seen', 'source');
  const every = gauge('source_every_seconds', 'How often a source is looked at', 'source');
  const problems = gauge('problems', 'Problems in descriptors', 'severity');
  const queues = gauge('queue_depth', 'Jobs that could run now and wait', 'queue');
  return (readings) => {
    entities.set(readings.entities);
    age.set(readings.catalogAgeSeconds);
    // What is not there any more must not be shown any more.
    for (const one of [lag, every, problems, queues]) one.reset();
    for (const { name: source, lagSeconds, everySeconds } of readings.sources) {
      lag.set({ source }, lagSeconds);
      every.set({ source }, everySeconds);
    }
    for (const [severity, count] of Object.entries(readings.problems ?? {})) problems.set({ severity }, count);
    for (const [queue, count] of Object.entries(readings.queues ?? {})) queues.set({ queue }, count);
  };
}
