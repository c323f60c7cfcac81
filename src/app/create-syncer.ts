import type { SourceConfig } from '#core/catalog-config.ts';
import { registeredParent } from '#core/child-source.ts';
import type { Clock } from '#core/clock.ts';
import type { Commits } from '#core/commits.ts';
import type { Log } from '#core/log.ts';
import type { Meter } from '#core/meter.ts';
import type { Registrations } from '#core/registrations.ts';
import { UserError } from '#core/user-error.ts';
import { sql } from 'drizzle-orm/sql';
import { confirmHeld } from '#catalog/children/confirm-held.ts';
import { type ChildrenDeps, followElsewhere } from '#catalog/children/sync-children.ts';
import { pollRegistered } from '#catalog/registration/poll-registered.ts';
import { ensureRegisteredParent, hasRegisteredParent } from '#catalog/registration/registered-parent.ts';
import { createRegistrar } from '#catalog/registration/registrar.ts';
import { createCommits } from '#catalog/history/find-commits.ts';
import { createSource, type SourceDeps } from '#catalog/sources/create-source.ts';
import { removalFinder } from '#catalog/sources/removal-finder.ts';
import { completeTombstones } from '#catalog/sync/complete-tombstones.ts';
import { reconcileSources } from '#catalog/sync/reconcile-sources.ts';
import type { SyncReport } from '#catalog/sync/sync-report.ts';
import type { SyncOptions } from '#catalog/sync/sync-source.ts';
import { webUrlOf } from '#catalog/web-links.ts';
import { migrate } from '#db/migrate.ts';
import { createWorkerPool } from '#workers/worker-pool.ts';
import type { Config } from '../config.ts';
import { createProposer, type Proposer, type ProposerParts } from './create-proposer.ts';
import { registrarDeps } from './create-registrar.ts';
import { childrenOfLook, glanceOf, lookKey, sourceOfLook } from './look.task.ts';
import { openReader } from './open-reader.ts';
import type { Storage } from './open-storage.ts';
import { syncNow } from './sync-now.ts';

/** Reads the configured sources into the database. */
export interface Syncer {
  names: readonly string[];
  /** The same with what people have registered. */
  polled: readonly string[];
  registrations: Registrations;
  proposer: Proposer;
  commits: Commits;
  everyMs(name: string): number;
  /** Brings the schema and the source rows in line with the code and the configuration. Cheap when they are. */
  prepare(): Promise<void>;
  /** The source's own report, then those of its children that are not just unchanged. */
  sync(name: string, options: SyncOptions): Promise<[SyncReport, ...SyncReport[]]>;
  /** Looks now at what these keys name, see `look.task.ts`; what is not known any more is passed over. */
  look(keys: readonly string[], signal: AbortSignal): Promise<void>;
  /** Applies the removals that are held back in a source or a child of one, if they are still the set with this id. */
  confirmRemovals(name: string, id: string): Promise<SyncReport>;
  /** Reads the sources that have never been read, one after the other; one that fails is logged. */
  syncUnread(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

/** Whoever confirms removals is told within a minute what came of it. */
const confirmMs = 50_000;

export interface SyncerFacts extends Pick<SourceDeps, 'openRemote'> {
  log: Log;
  clock: Clock;
  meter: Meter;
  proposing?: Pick<ProposerParts, 'limits'>;
}

export function createSyncer(config: Config, storage: Pick<Storage, 'open' | 'folder'>, facts: SyncerFacts): Syncer {
  const { log, clock, meter, openRemote, proposing } = facts;
  const { db } = storage.open;
  const pool = createWorkerPool({ threads: 1 });
  const hosts = config.catalog.hosts.map(({ host }) => host);
  const deps: SourceDeps = {
    dataDir: storage.folder,
    hosts: config.catalog.hosts,
    bounds: config.catalog.bounds,
    log,
    pool,
    ...(openRemote && { openRemote }),
  };
  const ctx = { db, clock, log };
  const closing = new AbortController();
  const children: ChildrenDeps = { ctx, bounds: deps.bounds, hosts, sourceOf: (child) => createSource(child, deps) };
  const parts = { children, deps, pool, meter, configured: pagesOf(config.catalog.sources) };
  const sources = new Map(config.catalog.sources.map((source) => [source.name, openReader(source, parts)]));
  const registering = registrarDeps(config.catalog, children, { deps, signal: closing.signal, syncNow: syncNow(sources, parts) });
  const named = (name: string) => {
    const found = sources.get(name);
    if (found) return found;
    throw new UserError('source-unknown', `No source is called ${name}.`, `There are: ${[...sources.keys()].join(', ')}.`);
  };
  // Whose commit it was is good to know and no reason to fail.
  const nameCommits = async (name: string, signal: AbortSignal) => {
    const find = removalFinder(named(name).config, deps);
    await completeTombstones({ db, clock, log }, name, (question) => find(question, signal)).catch((error: unknown) => {
      if (!signal.aborted) log.warn({ err: error, source: name }, 'catalog.tombstones');
    });
  };
  const sync: Syncer['sync'] = async (name, options) => {
    if (name === registeredParent) {
      return [{ outcome: 'unchanged', source: name }, ...(options.dryRun ? [] : await pollRegistered(registering, options.signal))];
    }
    const reader = named(name);
    const [own, ...reports] = await reader.look(options);
    if (own.outcome === 'synced' && own.counts.removed > 0) await nameCommits(name, options.signal);
    // A plan of what is not written names nothing yet.
    if (options.dryRun) return [own, ...reports];
    const confirmed = options.confirm === true ? await confirmHeld(reader.children, reader.config, options) : [];
    return [own, ...reports, ...confirmed, ...(await followElsewhere(reader.children, reader.config, options))];
  };
  const proposer = createProposer(config, { registering, deps, pool, meter, ...proposing });
  return {
    names: [...sources.keys()],
    polled: [...sources.keys(), registeredParent],
    registrations: createRegistrar(registering),
    proposer,
    commits: createCommits({ source: deps, configOf: proposer.readingOf }),
    everyMs: (name) => (name === registeredParent ? config.catalog.registered.everyMs : named(name).config.everyMs),
    async prepare() {
      await migrate(storage.open);
      await reconcileSources(ctx, config.catalog.sources, hosts);
      // Who may see what is registered must not wait for the next look at it.
      if (await hasRegisteredParent(db)) await ensureRegisteredParent(ctx, registering.parent);
    },
    sync,
    async look(keys, signal) {
      for (const [name, asked] of Map.groupBy(keys, sourceOfLook)) {
        const reader = sources.get(name);
        if (!reader && name !== registeredParent) continue;
        if (!reader?.glance || asked.includes(lookKey.source(name))) {
          await sync(name, { signal });
          continue;
        }
        const reports = await reader.glance(glanceOf(asked), signal);
        const which = childrenOfLook(asked);
        if (reports.length + which.length > 0) await followElsewhere(reader.children, reader.config, { signal, which });
      }
    },
    async confirmRemovals(name, id) {
      const options = { signal: AbortSignal.timeout(confirmMs), confirm: { id } };
      if (sources.has(name)) return (await sync(name, options))[0];
      const [row] = await db.rows<{ parent: string }>(sql`select parent from source where name = ${name} and parent is not null`);
      const reader = row?.parent === registeredParent ? { config: registering.parent, children } : named(row?.parent ?? name);
      const [report] = await confirmHeld(reader.children, reader.config, { ...options, only: name });
      return report ?? { outcome: 'unchanged', source: name };
    },
    async syncUnread(signal) {
      const rows = await db.rows<{ name: string }>(sql`select name from source where synced_at is null`);
      for (const name of [...sources.keys()].filter((known) => rows.some((row) => row.name === known))) {
        await sync(name, { signal }).catch((error: unknown) => log.error({ err: error, source: name }, 'catalog.sync'));
      }
    },
    close() {
      closing.abort();
      return pool.close();
    },
  };
}

function pagesOf(sources: readonly SourceConfig[]): Set<string> {
  return new Set(sources.flatMap((source) => (source.type === 'git' ? (webUrlOf(source.url)?.toLowerCase() ?? []) : [])));
}
