import { expect, it } from 'vitest';
import { defaultBounds, defaultKinds, type SourceConfig } from '#core/catalog-config.ts';
import { onDatabase, silentLog } from '../../../test/support/databases.ts';
import { type PaperRepositories, paperSource } from '../../../test/support/paper-repository.ts';
import { StillClock } from '../../../test/support/scripted-source.ts';
import { component } from '../../../test/support/source-world.ts';
import type { ChildConfig } from '../children/child-config.ts';
import { reconcileSources } from '../sync/reconcile-sources.ts';
import { syncSource } from '../sync/sync-source.ts';
import { createRegistrar } from './registrar.ts';

const { signal } = new AbortController();
const hosts = ['github.com'];
const url = 'https://github.com/acme/shop';

onDatabase('postgres', (_name, open) => {
  it('is registered by one of two who press at the same moment; the other is told', async () => {
    const repositories: PaperRepositories = new Map([[`${url}.git`, { 'catalog-info.yaml': component('shop') }]]);
    const sourceOf = (config: SourceConfig) => paperSource(repositories, config, hosts);
    let looking = 0;
    let go = (): void => undefined;
    const both = new Promise<void>((resolve) => (go = resolve));
    /** Both have looked before either goes on. */
    const toLook = (config: ChildConfig) => ({
      id: config.name,
      async read(...asked: Parameters<ReturnType<typeof sourceOf>['read']>) {
        looking += 1;
        if (looking === 2) go();
        await both;
        return sourceOf(config).read(...asked);
      },
    });
    const parent = { name: 'registered', position: 1, allow: defaultKinds, visibleTo: 'everyone' as const, everyMs: 60_000 };
    const ctx = { db: open().db, clock: new StillClock(), log: silentLog };
    const syncNow = (config: SourceConfig) => syncSource(ctx, sourceOf(config), config, { signal });
    await reconcileSources(ctx, [], hosts);
    const registrar = createRegistrar({ ctx, bounds: defaultBounds, hosts, sourceOf, parent, configured: [], toLook, syncNow, signal });

    const ends = await Promise.allSettled(['U0ANA', 'U0BO'].map((by) => registrar.register({ url, by })));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends).toContainEqual(expect.objectContaining({ reason: expect.objectContaining({ code: 'already-registered' }) as Error }));
    expect(await registrar.list()).toMatchObject([{ by: ends[0]?.status === 'fulfilled' ? 'U0ANA' : 'U0BO' }]);
  });
});
