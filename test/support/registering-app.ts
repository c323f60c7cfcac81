import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createAnswering } from '#app/create-answering.ts';
import { createSyncer, type Syncer } from '#app/create-syncer.ts';
import type { Storage } from '#app/open-storage.ts';
import { openDirectory } from '#catalog/directory/open-directory.ts';
import { type Clock, systemClock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import type { OpenDb } from '#db/open.ts';
import { openRemote } from '#git/remote.ts';
import { readConfig } from '../../src/config.ts';
import { silentLog } from './databases.ts';
import { type Answer, gitBackend, httpServer } from './git-http-server.ts';
import { type GitRepository, gitRepository, temporaryFolder, writeFiles } from './git-repository.ts';
import { person, type SlackApp, startSlackApp } from './slack-app.ts';

const platform = `apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: platform}
spec: {type: team, children: []}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ana}
spec: {memberOf: [platform], profile: {email: u0ana@acme.test}}
`;

export interface RegisteringApp {
  app: SlackApp;
  syncer: Syncer;
  dataDir: string;
  /** A repository of acme on github.com, which is this machine here. */
  repository(name: string): GitRepository;
}

export interface RegisteringFacts {
  register?: string;
  /** `catalog.registered`, as it is written. */
  registered?: string;
  clock?: Clock;
  /** What github.com answers instead of git. */
  answer?: Answer;
  /** What the name server says of github.com; nothing is rewritten then. */
  resolve?: (hostname: string) => Promise<string[]>;
}

/**
 * The product in this process: real storage, real git over HTTP from what git is told is github.com, and Slack's requests.
 * Ana is of the platform team, Ben is not; `register` is `permissions.register`.
 */
export async function startRegisteringApp(open: OpenDb, about: RegisteringFacts = {}): Promise<RegisteringApp> {
  const clock = about.clock ?? systemClock;
  const folder = temporaryFolder();
  const registered = about.registered === undefined ? '' : `  registered: ${about.registered}\n`;
  const permissions = about.register === undefined ? '' : `permissions: {register: ${about.register}}\n`;
  writeFiles(folder, {
    'org/catalog-info.yaml': platform,
    'switchboard.yaml': `catalog:\n  sources:\n    - {type: folder, name: org, path: ./org, authority: true}\n  hosts: [github.com]\n${registered}${permissions}`,
  });
  const root = join(folder, 'served');
  const server = await httpServer(about.answer ?? gitBackend(root));
  onTestFinished(() => server.close());
  const config = readConfig({ DATA_DIR: join(folder, 'data') }, folder);
  const storage: Storage = { open, folder: join(folder, 'data'), dir: undefined as never, close: () => Promise.resolve() };
  const syncer = createSyncer(config, storage, {
    log: silentLog,
    clock,
    meter: noMeter,
    openRemote: (url, options) =>
      about.resolve
        ? openRemote(url, { ...options, resolve: about.resolve })
        : openRemote(url.replace('https://github.com', server.url), { ...options, writtenBy: 'operator' }),
  });
  onTestFinished(() => syncer.close());
  await syncer.prepare();
  await syncer.sync('org', { signal: new AbortController().signal });
  const { registrations, proposer } = syncer;
  const answering = createAnswering({
    config,
    db: open.db,
    log: silentLog,
    clock,
    meter: noMeter,
    registrations,
    proposals: proposer.proposals,
  });
  await answering.open((deps) =>
    openDirectory({ ...deps, db: open.db, log: silentLog, clock, snapshot: { file: join(folder, 'snapshot'), secret: config.secret } }),
  );
  onTestFinished(() => answering.close());
  const app = await startSlackApp({
    definitions: answering.definitions,
    clock,
    persons: [person('U0ANA'), person('U0BEN'), person('U0GUS', { kind: 'guest' })],
    authorityOf: (email) => answering.authority().of(email),
    // What Slack would say of channels is another test's.
    ctxFor: (viewer, place) => ({
      ...answering.ctxFor(viewer),
      place,
      outbox: {
        ...answering.ctxFor(viewer).outbox,
        post: () => Promise.reject(new Error('Nothing is posted.')),
        audience: async (id) => (id === 'C0SHARED' ? 'shared' : 'workspace'),
      },
    }),
  });
  onTestFinished(() => app.stop());
  return {
    app,
    syncer,
    dataDir: join(folder, 'data'),
    repository(name) {
      const path = join(root, 'acme', `${name}.git`);
      mkdirSync(path, { recursive: true });
      return gitRepository(path);
    },
  };
}
