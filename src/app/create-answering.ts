import type { RequestListener } from 'node:http';
import type { Clock } from '#core/clock.ts';
import type { Commits } from '#core/commits.ts';
import type { Db } from '#core/db.ts';
import type { Log } from '#core/log.ts';
import type { Meter } from '#core/meter.ts';
import type { People } from '#core/ports.ts';
import type { Proposals } from '#core/proposals.ts';
import type { Registrations } from '#core/registrations.ts';
import type { Viewer } from '#core/viewer.ts';
import { createLedger } from '#catalog/ledger.ts';
import { createSummaries } from '#catalog/definition/create-summaries.ts';
import { rememberCommits } from '#catalog/history/remember-commits.ts';
import { createPictures } from '#catalog/picture/create-pictures.ts';
import { createWorkerPool } from '#workers/worker-pool.ts';
import { createChannelLinks } from '#catalog/channels/channel-links.ts';
import { followKept, type KeptFollower } from '#catalog/kept/follow-kept.ts';
import type { Extras } from '#catalog/directory/snapshot.ts';
import type { KeptState } from '#core/kept-state.ts';
import type { DirectoryDeps, LiveDirectory } from '#catalog/directory/open-directory.ts';
import { type Authority, readAuthority } from '#catalog/ownership/authority.ts';
import { createFollows, type Follows } from '#notices/follow/follows.ts';
import { operator } from '#core/viewer.ts';
import { buildRoutes } from '#slack/routes.ts';
import type { Definition } from '#slack/definition.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { within } from '#slack/within.ts';
import type { SlackHealth } from '#http/health.ts';
import type { Config } from '../config.ts';
import { contributionsOf, createPlugins, createTools } from './create-plugins.ts';
import { createDefinitions, type DefinitionDeps } from './create-definitions.ts';
import type { Connected, SlackDeps, SlackPart } from './connect-slack.ts';
import type { Asking } from './answer-line.ts';

type Open = (deps: Pick<DirectoryDeps, 'people' | 'extras' | 'contacts'>) => Promise<LiveDirectory>;

/** The half of the process that answers: directory, definitions and, when there are tokens, Slack. */
export interface Answering extends Asking {
  definitions: readonly Definition[];
  listener: RequestListener;
  readonly directory: LiveDirectory | undefined;
  /** Throws before `open`. */
  loaded(): LiveDirectory;
  /** Undefined without Slack, and before `open`. */
  readonly slackHealth: SlackHealth | undefined;
  authority(): Authority;
  follows: Follows;
  /** Loads the directory and starts answering. */
  open(open: Open): Promise<void>;
  /** Catches up with what has just been written; nothing while the database is away. */
  refresh(): Promise<void>;
  /** Waits for answers under way. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export interface AnsweringDeps {
  config: Config;
  db: Db;
  log: Log;
  clock: Clock;
  meter: Meter;
  /** Absent: nothing here reads repositories. */
  registrations?: Registrations;
  /** Absent: nothing here changes files. */
  proposals?: Proposals;
  /** Absent: nobody says who wrote a change. */
  commits?: Commits;
  /** Absent: answers the terminal only. Passed in, because Slack's libraries are slow to load. */
  connectSlack?: ((deps: Omit<SlackDeps, 'slack'>) => SlackPart | undefined) | undefined;
  confirmRemovals?: DefinitionDeps['confirmRemovals'];
}

export function createAnswering(deps: AnsweringDeps): Answering {
  const { config, db, log, clock, meter, registrations, proposals, commits, connectSlack, confirmRemovals } = deps;
  const refresh = async () => directory?.refresh().catch(() => undefined);
  const links = createChannelLinks(db);
  const threads = createWorkerPool({ threads: 1, idleMs: keptWarmMs });
  const follows = createFollows(db);
  const states: readonly KeptState[] = [links, follows];
  const definitions = createDefinitions({
    ...config,
    ...contributionsOf(createPlugins(config, createTools({ clock, log }))),
    links,
    follows,
    registrations: registrations && seenAtOnce(registrations, refresh),
    pictures: createPictures(threads),
    summaries: createSummaries({ db, pool: threads, log }),
    commits: commits && rememberCommits(commits, log),
    proposals: proposals && {
      async propose(wish) {
        const proposed = await proposals.propose(wish);
        await refresh();
        return proposed;
      },
    },
    ...(confirmRemovals && { confirmRemovals }),
  });
  const routes = buildRoutes(definitions, Object.fromEntries(config.commands));
  const ledger = createLedger({ db, clock, meter });
  let directory: LiveDirectory | undefined;
  let authority: Authority | undefined;
  let slack: Connected | undefined;
  let kept: KeptFollower | undefined;

  const loaded = (): LiveDirectory => {
    if (directory) return directory;
    throw new Error('the directory is not loaded yet');
  };
  const currentAuthority = (): Authority => (authority ??= readAuthority(loaded().for(operator)));
  const part = connectSlack?.({ config, definitions, db, log, clock, meter, authorityOf: (email) => currentAuthority().of(email) });
  const people: People = part?.people ?? nobody;

  function ctxFor(viewer: Viewer, place: SlackCtx['place'] = { teamId: '', isDm: true }): SlackCtx {
    return { db, directory: loaded(), log, clock, viewer, people, ledger, outbox: part?.outbox ?? noOutbox, place, self: part?.self() };
  }

  return {
    commands: routes.commands,
    definitions,
    ctxFor,
    authority: currentAuthority,
    follows,
    loaded,
    listener: (req, res) => {
      if (slack) slack.listener(req, res);
      else
        res
          .writeHead(part ? 503 : 404, { 'content-type': 'text/plain', ...(part && { 'retry-after': '2' }) })
          .end(part ? 'Starting.\n' : 'Slack is not connected.\n');
    },
    get directory() {
      return directory;
    },
    get slackHealth() {
      return slack?.health;
    },
    async open(open) {
      directory = await open({ people, extras: { ...part?.extras, ...extrasOf(states) }, contacts: config.catalog.owners });
      directory.changed((refs) => {
        // Read again when somebody asks, not with each of a thousand changes.
        if (refs.length === 0 || refs.some((ref) => /^(user|group):/.test(ref))) authority = undefined;
      });
      kept = followKept({ db, states, log, changed: () => directory?.keep() });
      await within(kept.look(), keptMs).catch(() => undefined);
      slack = part?.open(ctxFor, () => directory?.keep());
    },
    refresh,
    drain: async () => slack?.stop(),
    async close() {
      await kept?.close();
      await directory?.close();
      await threads.close();
    },
  };
}

/** Who looks at one picture often wants another; the thread takes about 100 MB as long as it is there. */
const keptWarmMs = 60_000;

/** For longer nobody is kept waiting for what the snapshot may have told already. */
const keptMs = 1000;

function extrasOf(states: readonly KeptState[]): Extras {
  return Object.fromEntries(states.map((state) => [state.name, { save: () => state.save(), load: (value: unknown) => state.load(value) }]));
}

/** Who has just changed something is shown what came of it. */
function seenAtOnce(registrations: Registrations, refresh: () => Promise<void>): Registrations {
  const then = async <T>(done: T): Promise<T> => {
    await refresh();
    return done;
  };
  return {
    ...registrations,
    register: (wish) => registrations.register(wish).then(then),
    unregister: (which) => registrations.unregister(which).then(then),
    refresh: (source) => registrations.refresh(source).then(then),
  };
}

/** Without Slack nobody is known. */
export const nobody: People = { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined };

const noOutbox: SlackCtx['outbox'] = {
  post: () => Promise.reject(new Error('Slack is not connected')),
  upload: () => Promise.reject(new Error('Slack is not connected')),
  update: () => Promise.reject(new Error('Slack is not connected')),
  findByKey: () => Promise.resolve({ outcome: 'cannot-look' }),
  unfurl: () => Promise.reject(new Error('Slack is not connected')),
  channelNamed: () => Promise.resolve(undefined),
  audience: () => Promise.resolve('unknown'),
};
