import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { onDatabase } from '../../../test/support/databases.ts';
import { paperRegistrar } from '../../../test/support/paper-registrar.ts';
import { component } from '../../../test/support/source-world.ts';
import { pollRegistered } from './poll-registered.ts';
import { createRegistrar } from './registrar.ts';

const at = (name: string) => `https://github.com/acme/${name}`;

onDatabase('postgres', (_name, open) => {
  it('decides who sees what was registered, also while what was ended is still kept', async () => {
    const files = (name: string) => ({ 'catalog-info.yaml': component(name) });
    const deps = paperRegistrar(open(), new Map(['shop', 'pay'].map((name) => [`${at(name)}.git`, files(name)])));
    const registrar = createRegistrar(deps);
    for (const name of ['shop', 'pay']) await registrar.register({ url: at(name), by: 'U0ANA' });
    await registrar.unregister({ source: 'registered/github.com/acme/shop', path: 'catalog-info.yaml' });

    const visibleTo = ['group:default/platform'];
    await pollRegistered({ ...deps, parent: { ...deps.parent, visibleTo } }, deps.signal);
    expect(
      await open().db.rows(sql`select name, visible_to as "visibleTo", orphaned_at is not null as ended from source order by name`),
    ).toEqual([
      { name: 'registered', visibleTo, ended: false },
      { name: 'registered/github.com/acme/pay', visibleTo, ended: false },
      { name: 'registered/github.com/acme/shop', visibleTo, ended: true },
    ]);
  });
});
