import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { onDatabase, silentLog } from '../../test/support/databases.ts';
import { httpServer } from '../../test/support/git-http-server.ts';
import { gitRepository, writeFiles } from '../../test/support/git-repository.ts';
import { openGitHubWorld } from '../../test/support/github/world.ts';
import { component } from '../../test/support/source-world.ts';
import { readConfig } from '../config.ts';
import { createSyncer } from './create-syncer.ts';

const path = 'catalog-info.yaml';

onDatabase('pglite', (_name, open) => {
  test('whatever the kind of a source, somebody can have it looked at now', async () => {
    const acme = await openGitHubWorld();
    onTestFinished(() => acme.close());
    const shop = acme.repository('shop', { files: {} });
    const items: object[] = [];
    const backstage = await httpServer((_request, response) =>
      response.end(JSON.stringify({ items, totalItems: items.length, pageInfo: {} })),
    );
    onTestFinished(() => backstage.close());
    const folder = mkdtempSync(join(tmpdir(), 'switchboard-now-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const repository = gitRepository();
    repository.commit({ 'readme.md': 'Hello.' });
    const sources = [
      { type: 'folder', name: 'files', path: './files' },
      { type: 'git', name: 'git', url: repository.path },
      { type: 'github', name: 'acme', organization: 'acme', authority: true },
      { type: 'backstage', name: 'portal', url: backstage.url },
    ];
    writeFiles(folder, { 'files/readme.md': 'Hello.', 'switchboard.yaml': JSON.stringify({ catalog: { sources } }) });
    const config = readConfig({ GITHUB_API_URL: acme.apiUrl, GITHUB_TOKEN: acme.personalToken(), DATA_DIR: folder }, folder);
    const syncer = createSyncer(config, { open: open(), folder }, { log: silentLog, clock: systemClock, meter: noMeter });
    onTestFinished(() => syncer.close());
    await syncer.prepare();
    for (const name of syncer.names) await syncer.sync(name, { signal: AbortSignal.timeout(20_000) });

    writeFileSync(join(folder, 'files', path), component('in-folder'));
    repository.commit({ [path]: component('in-git') });
    acme.member('bo');
    shop.push({ [path]: component('in-shop') });
    items.push({ apiVersion: 'backstage.io/v1alpha1', kind: 'Domain', metadata: { name: 'in-portal', etag: '1' }, spec: { owner: 'a' } });
    for (const name of ['files', 'git', 'acme', 'acme/shop', 'portal']) {
      expect(await syncer.registrations.refresh(name), name).toMatchObject({ outcome: 'synced', source: name, counts: { added: 1 } });
    }
    await expect(syncer.registrations.refresh('nowhere')).rejects.toMatchObject({ code: 'source-unknown' });
  });
});
