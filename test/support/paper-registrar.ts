import { defaultBounds, defaultKinds, type SourceConfig } from '#core/catalog-config.ts';
import type { RegistrarDeps } from '#catalog/registration/registrar.ts';
import { syncSource } from '#catalog/sync/sync-source.ts';
import type { OpenDb } from '#db/open.ts';
import { type PaperRepositories, paperSource } from './paper-repository.ts';
import { StillClock } from './scripted-source.ts';
import { silentLog } from './silent-log.ts';

/** What a registrar needs, with repositories on paper and nothing in the configuration. */
export function paperRegistrar({ db }: Pick<OpenDb, 'db'>, repositories: PaperRepositories): RegistrarDeps {
  const { signal } = new AbortController();
  const hosts = ['github.com'];
  const ctx = { db, clock: new StillClock(), log: silentLog };
  const sourceOf = (config: SourceConfig) => paperSource(repositories, config, hosts);
  return {
    ctx,
    bounds: defaultBounds,
    hosts,
    sourceOf,
    parent: { name: 'registered', position: 1, allow: defaultKinds, visibleTo: 'everyone', everyMs: 60_000 },
    configured: [],
    toLook: sourceOf,
    syncNow: (config) => syncSource(ctx, sourceOf(config), config, { signal }),
    signal,
  };
}
