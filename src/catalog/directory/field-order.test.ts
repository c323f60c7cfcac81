import { sql } from 'drizzle-orm/sql';
import { expect, onTestFinished, test } from 'vitest';
import { defaultBounds } from '#core/catalog-config.ts';
import { systemClock } from '#core/clock.ts';
import { everyone } from '#core/viewer.ts';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { eachDatabase, silentLog } from '../../../test/support/databases.ts';
import { temporaryFolder, writeFiles } from '../../../test/support/git-repository.ts';
import { plain } from '../../../test/support/source-world.ts';
import { createSource } from '../sources/create-source.ts';
import { reconcileSources } from '../sync/reconcile-sources.ts';
import { syncSource } from '../sync/sync-source.ts';
import { openDirectory } from './open-directory.ts';

const template = (fields: string[]) => `apiVersion: scaffolder.backstage.io/v1beta3
kind: Template
metadata: {name: new-service}
spec:
  type: service
  parameters:
    - title: Basics
      properties: {${fields.map((name) => `${name}: {type: string}`).join(', ')}}
  steps: []
`;
const { signal } = new AbortController();
const people = { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined };

eachDatabase((_name, open) => {
  test('the fields of a form stay in the order in which they are written, through database and restart', async () => {
    const { db } = open();
    const folder = temporaryFolder();
    const pool = createWorkerPool({ threads: 1 });
    onTestFinished(() => pool.close());
    const config = { ...plain, type: 'folder' as const, path: folder, allow: ['template'] };
    const source = createSource(config, { dataDir: folder, hosts: [], bounds: defaultBounds, log: silentLog, pool });
    const ctx = { db, clock: systemClock, log: silentLog };
    await reconcileSources(ctx, [config]);
    const write = async (fields: string[]) => {
      writeFiles(folder, { 'catalog-info.yaml': template(fields) });
      return syncSource(ctx, source, config, { signal });
    };
    const fields = async () => {
      const directory = await openDirectory({ db, clock: systemClock, log: silentLog, people });
      const found = directory.for(everyone).get('template:default/new-service');
      await directory.close();
      const [page] = (found?.entity.spec?.['parameters'] ?? []) as { properties: object }[];
      return Object.keys(page?.properties ?? {});
    };

    await write(['repository', 'owner', 'name', 'z']);
    expect(await fields()).toEqual(['repository', 'owner', 'name', 'z']);
    expect(await write(['z', 'name', 'owner', 'repository'])).toMatchObject({ outcome: 'synced' });
    expect(await fields()).toEqual(['z', 'name', 'owner', 'repository']);

    // The release before this one writes the one column alone.
    await db.rows(sql`update descriptor set entity = jsonb_set(entity, '{spec,parameters,0,properties}', '{"bb": {}, "a": {}}')`);
    expect(await fields()).toEqual(['a', 'bb']);
  });
});
