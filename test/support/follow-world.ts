import { onTestFinished } from 'vitest';
import { type LiveDirectory, openDirectory } from '#catalog/directory/open-directory.ts';
import { readAuthority } from '#catalog/ownership/authority.ts';
import { completeTombstones } from '#catalog/sync/complete-tombstones.ts';
import { reconcileSources } from '#catalog/sync/reconcile-sources.ts';
import { syncSource } from '#catalog/sync/sync-source.ts';
import type { Topic } from '#core/contributions.ts';
import { operator } from '#core/viewer.ts';
import type { OpenDb } from '#db/open.ts';
import { collectFollowed } from '#notices/follow/follow-topic.ts';
import { createFollows, type Follows, followTopic } from '#notices/follow/follows.ts';
import { changesShown, followNotice } from '#notices/slack/follow/follow-notice.ts';
import { type NoticesWorld, startNoticesWorld } from './notices-world.ts';
import { type Doc, type Files, ScriptedSource, sourceConfig } from './scripted-source.ts';
import { silentLog } from './silent-log.ts';
import { nobody } from './world.ts';

/** A catalog that changes by syncs, and people who follow it: Ana by her address, the channel C0PAYMENTS. */
export interface FollowWorld extends NoticesWorld {
  follows: Follows;
  directory: LiveDirectory;
  /** Follows what this ref names now, from now on. */
  follow(subscriber: string, ref: string): Promise<void>;
  /** The source then has these documents, at a head of that name. */
  sync(head: string, docs: readonly Doc[]): Promise<void>;
  /** The same of another source, which only team-a may see. */
  syncClosed(head: string, docs: readonly Doc[]): Promise<void>;
  /** What was removed was removed by this author. */
  removedBy(author: string): Promise<void>;
  /** A minute later everything is planned and sent. */
  told(): Promise<void>;
  /** As a process that has just started. */
  restart(): void;
  uidOf(ref: string): string;
}

export async function startFollowWorld(open: OpenDb): Promise<FollowWorld> {
  const people = { ...nobody, emailOf: (id: string) => (id === 'U0ANA' ? 'ana@acme.test' : undefined) };
  const follows = createFollows(open.db);
  const started: { directory?: LiveDirectory } = {};
  const directory = () => {
    if (!started.directory) throw new Error('not open yet');
    return started.directory;
  };
  const newTopic = (): Topic => ({
    id: followTopic,
    shows: changesShown,
    ...collectFollowed({
      db: open.db,
      directory,
      refresh: () => directory().refresh(),
      follows,
      people,
      authority: () => readAuthority(directory().for(operator)),
    }),
    render: (notice) => followNotice(notice, '/catalog'),
  });
  const topics = [newTopic()];
  const notices = await startNoticesWorld(open, { topics });
  notices.slack.users.set('U0ANA', { id: 'U0ANA' });
  const ctx = { db: open.db, clock: notices.clock, log: silentLog };
  started.directory = await openDirectory({ ...ctx, people, pollMs: 3600_000 });
  onTestFinished(() => directory().close());
  const sources = new Map(['main', 'closed'].map((name) => [name, new ScriptedSource(name)]));
  const allow = ['component', 'group', 'api', 'user', 'system'];
  const configs = [
    sourceConfig('main', { allow, authority: true }),
    sourceConfig('closed', { allow, visibleTo: ['group:default/team-a'], position: 1 }),
  ];
  await reconcileSources(ctx, configs);
  async function syncTo(name: string, at: { head: string; docs: readonly Doc[] }): Promise<void> {
    // A file for each, so that one that goes moves no other.
    const files: Files = Object.fromEntries(at.docs.map((doc) => [`${doc.name}.yaml`, [doc]]));
    const source = sources.get(name)?.at(at.head, files);
    const config = configs.find((one) => one.name === name);
    if (source && config) await syncSource(ctx, source, config, { signal: new AbortController().signal, confirm: true });
    await directory().refresh();
  }
  const uidOf = (ref: string) => directory().for(operator).get(ref)?.uid ?? '';
  return {
    ...notices,
    follows,
    directory: directory(),
    uidOf,
    async follow(subscriber, ref) {
      await follows.follow({ subscriber, uid: uidOf(ref), ref, by: 'U0ANA', at: notices.clock.now().toISOString() });
      notices.later(1000);
    },
    sync: (head, docs) => syncTo('main', { head, docs }),
    syncClosed: (head, docs) => syncTo('closed', { head, docs }),
    async removedBy(author) {
      await completeTombstones(ctx, 'main', () => Promise.resolve({ commit: 'abc1234abc1234', author }));
      await directory().refresh();
    },
    async told() {
      notices.later(61_000);
      await notices.plan();
      await notices.send();
    },
    restart: () => void topics.splice(0, 1, newTopic()),
  };
}
