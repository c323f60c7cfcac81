import { expect, it } from 'vitest';
import { onDatabase } from '../../../test/support/databases.ts';
import { paperRegistrar } from '../../../test/support/paper-registrar.ts';
import { component } from '../../../test/support/source-world.ts';
import type { ChildConfig } from '../children/child-config.ts';
import { createRegistrar } from './registrar.ts';

const url = 'https://github.com/acme/shop';

onDatabase('postgres', (_name, open) => {
  it('is registered by one of two who press at the same moment; the other is told', async () => {
    const deps = paperRegistrar(open(), new Map([[`${url}.git`, { 'catalog-info.yaml': component('shop') }]]));
    let looking = 0;
    let go = (): void => undefined;
    const both = new Promise<void>((resolve) => (go = resolve));
    /** Both have looked before either goes on. */
    const toLook = (config: ChildConfig) => ({
      id: config.name,
      async read(...asked: Parameters<ReturnType<typeof deps.toLook>['read']>) {
        looking += 1;
        if (looking === 2) go();
        await both;
        return deps.toLook(config).read(...asked);
      },
    });
    const registrar = createRegistrar({ ...deps, toLook });

    const ends = await Promise.allSettled(['U0ANA', 'U0BO'].map((by) => registrar.register({ url, by })));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends).toContainEqual(expect.objectContaining({ reason: expect.objectContaining({ code: 'already-registered' }) as Error }));
    expect(await registrar.list()).toMatchObject([{ by: ends[0]?.status === 'fulfilled' ? 'U0ANA' : 'U0BO' }]);
  });
});
