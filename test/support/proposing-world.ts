import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createAnswering, type Answering } from '#app/create-answering.ts';
import { createSyncer, type Syncer } from '#app/create-syncer.ts';
import type { Storage } from '#app/open-storage.ts';
import { openDirectory } from '#catalog/directory/open-directory.ts';
import { systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import type { OpenDb } from '#db/open.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from './databases.ts';
import { temporaryFolder, writeFiles } from './git-repository.ts';
import type { WorldRepository } from './github/repository.ts';
import { type GitHubWorld, openGitHubWorld } from './github/world.ts';

/** As it stands in the repository `pay`. */
export const payFile = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: pay
spec:
  type: service
  lifecycle: production
  owner: team-a # since 2020
`;

const people = `apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: team-a, annotations: {github.com/team-slug: acme/team-a}}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: team-b, annotations: {github.com/team-slug: acme/team-b}}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ana}
spec: {memberOf: [team-a], profile: {displayName: Ana Lima, email: u0ana@acme.test}}
---
`;

/** A real process's halves over a GitHub with the repository `pay`, and a folder that describes people and `till`. */
export interface ProposingWorld {
  acme: GitHubWorld;
  pay: WorldRepository;
  folder: string;
  syncer: Syncer;
  answering: Answering;
  /** Reads both sources. */
  sync: () => Promise<void>;
  /** Asks what became of proposals; gives milliseconds until the next time. */
  follow: () => Promise<number>;
}

export async function proposingWorld(open: OpenDb): Promise<ProposingWorld> {
  const acme = await openGitHubWorld();
  onTestFinished(() => acme.close());
  acme.app.permissions = { metadata: 'read', contents: 'write', pull_requests: 'write', members: 'read' };
  const pay = acme.repository('pay', { files: { 'catalog-info.yaml': payFile }, git: true });
  pay.reviewers.add('team-b');
  const folder = temporaryFolder();
  const auth = `{appId: "4711", privateKey: ${JSON.stringify(acme.app.privateKey)}}`;
  const github = `{type: github, name: acme, organization: acme, apiUrl: ${acme.apiUrl}, auth: ${auth}}`;
  writeFiles(folder, {
    'org/catalog-info.yaml': people + payFile.replace('name: pay', 'name: till'),
    'switchboard.yaml': `catalog:\n  sources:\n    - {type: folder, name: org, path: ./org, authority: true}\n    - ${github}\npermissions: {admin: [team-a]}\n`,
  });
  const config = readConfig({ DATA_DIR: join(folder, 'data') }, folder);
  const storage: Storage = { open, folder: join(folder, 'data'), dir: undefined as never, close: () => Promise.resolve() };
  const syncer = createSyncer(config, storage, {
    log: silentLog,
    clock: systemClock,
    meter: noMeter,
    proposing: { limits: { secondMs: 1 } },
  });
  onTestFinished(() => syncer.close());
  const { proposals, job } = syncer.proposer;
  const { signal } = new AbortController();
  const sync = async () => {
    await syncer.sync('org', { signal });
    await syncer.sync('acme', { signal });
    await answering.refresh();
  };
  const answering = createAnswering({ config, db: open.db, log: silentLog, clock: systemClock, meter: noMeter, proposals });
  await syncer.prepare();
  await answering.open((deps) => openDirectory({ ...deps, db: open.db, log: silentLog, clock: systemClock }));
  onTestFinished(() => answering.close());
  await sync();
  return {
    acme,
    pay,
    folder,
    syncer,
    answering,
    sync,
    follow: () => job.run({ db: open.db, clock: systemClock, log: silentLog }, 'all', signal),
  };
}
