import type { Bounds, SourceConfig } from '#core/catalog-config.ts';
import type { Clock } from '#core/clock.ts';
import type { Db } from '#core/db.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { Log } from '#core/log.ts';
import type { Proposals, ProposalWish, Proposed } from '#core/proposals.ts';
import { UserError } from '#core/user-error.ts';
import type { GitHub, GitHubProposals } from '#git/github/github.ts';
import { threadTask, type WorkerPool } from '#workers/worker-pool.ts';
import { bigFile } from '../descriptor/read-descriptor-file.ts';
import { editFile, type EditInput, type EditOutput } from './edit.task.ts';
import type { GitHubPlace } from './github-place.ts';
import { keepProposal } from './proposal-rows.ts';
import { branchOf, pullRequestText } from './pull-request-text.ts';
import { unifiedDiff } from './unified-diff.ts';

export type WritableGitHub = GitHub & GitHubProposals;
type GitConfig = Extract<SourceConfig, { type: 'git' }>;
/** What has files that people write. */
export type FileConfig = Extract<SourceConfig, { type: 'git' | 'folder' }>;

export interface ProposeDeps {
  ctx: { db: Db; clock: Clock; log: Log };
  pool: WorkerPool;
  bounds: Bounds;
  /** Throws UserError for a source that is not read any more. */
  configOf: (source: string) => Promise<SourceConfig>;
  /** Where its pull requests are opened; undefined: nowhere that we know credentials of. */
  placeOf: (config: GitConfig) => GitHubPlace | undefined;
  github: (place: GitHubPlace) => Promise<WritableGitHub>;
  /** The file as it is now. */
  readFile: (config: FileConfig, path: string, signal: AbortSignal) => Promise<string>;
}

/** Whoever asks is told within a minute what came of it. */
const patienceMs = 45_000;
const editMs = 10_000;

/** Proposes changes of descriptors, as pull requests where the credentials allow it and as patches where they do not. */
export function createProposals(deps: ProposeDeps): Proposals {
  const underWay = new Map<string, Promise<Proposed>>();
  return {
    /** Of several who press at the same moment one opens it: two at work on one branch would take it from each other. */
    async propose(wish) {
      const branch = `${wish.target.source} ${branchOf(wish)}`;
      const first = underWay.get(branch);
      if (first) return known(await first);
      const proposed = proposeInTime(deps, wish).finally(() => underWay.delete(branch));
      underWay.set(branch, proposed);
      return proposed;
    },
  };
}

const known = (proposed: Proposed): Proposed => (proposed.outcome === 'opened' ? { ...proposed, outcome: 'known' } : proposed);

async function proposeInTime(deps: ProposeDeps, wish: ProposalWish): Promise<Proposed> {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    return await propose(deps, wish, signal);
  } catch (error) {
    if (error instanceof SourceUnavailable) throw new UserError(`source-${error.code}`, error.message, wayOut(error), { cause: error });
    if (!signal.aborted) throw error;
    throw new UserError('propose-too-slow', `This took longer than ${patienceMs / 1000} s and was given up.`, again);
  }
}

const again = 'Try again in a minute: what was done by then is found.';

/** What helps whoever runs this, and what looks at sources again by itself, is no help for a person who wants one thing done now. */
function wayOut({ code, fix }: SourceUnavailable): string {
  return code === 'unreachable' || code === 'timeout' ? again : fix;
}

async function propose(deps: ProposeDeps, wish: ProposalWish, signal: AbortSignal): Promise<Proposed> {
  const config = await deps.configOf(wish.target.source);
  if (config.type === 'github' || config.type === 'backstage') {
    throw new UserError(
      'no-file',
      `What ${config.name} says stands in no file: ${config.type === 'github' ? 'GitHub' : 'Backstage'} tells it.`,
      'Change it there.',
    );
  }
  const place = config.type === 'git' ? deps.placeOf(config) : undefined;
  const found = config.type === 'git' && place ? await onGitHub(deps, wish, { config, place, signal }) : nowhere(config.type);
  if (!('why' in found)) return asPullRequest(deps, wish, { ...found, signal });
  const text = await deps.readFile(config, wish.target.path, signal);
  return asPatch(wish, found, { before: text, after: await edited(deps.pool, text, wish) });
}

/** What stands in the way of a pull request. */
interface Bar {
  why: string;
  hint: string;
}

const elsewhere = 'Apply the patch where the file is kept.';

function nowhere(type: FileConfig['type']): Bar {
  const why =
    type === 'folder' ? 'The file is in a folder, not in a repository.' : 'There are no credentials of a GitHub for this repository.';
  return { why, hint: elsewhere };
}

/** The file as it is on GitHub now. */
interface Found {
  github: WritableGitHub;
  repository: string;
  owner: string;
  base: { branch: string; commit: string };
  blob: string;
  text: string;
}

async function onGitHub(
  deps: ProposeDeps,
  { target }: ProposalWish,
  { config, place, signal }: { config: GitConfig; place: GitHubPlace; signal: AbortSignal },
): Promise<Found | Bar> {
  try {
    const github = await deps.github(place);
    const found = await github.repositoryByName(place.repository, { branch: config.branch, signal });
    const branch = config.branch ?? found?.defaultBranch;
    if (found?.archived) return { why: `${place.repository} is archived, so nothing can be proposed there.`, hint: elsewhere };
    if (!found?.head || !branch) return { why: `${place.repository} has no such branch for these credentials.`, hint: elsewhere };
    const repository = `${found.owner}/${found.name}`;
    const { fileBytes } = deps.bounds;
    const [file] = await github.files([{ repository, commit: found.head, path: target.path }], { signal, fileBytes });
    if (file?.outcome === 'missing' || file?.outcome === 'unseen')
      throw new UserError('edit-gone', `${target.path} is not there any more.`, 'Ask again in a minute.');
    if (file?.outcome !== 'read') return { why: `GitHub does not show ${target.path} as text.`, hint: elsewhere };
    return { github, repository, owner: found.owner, base: { branch, commit: found.head }, blob: file.blob, text: file.text };
  } catch (error) {
    return barOf(deps, error);
  }
}

const bars: readonly SourceUnavailable['code'][] = ['refused', 'not-found', 'failed', 'rate-limited'];

/**
 * Credentials that may not do this are no mistake of anybody's: they need only read otherwise. What a repository's rules
 * refuse, or the limit of requests, helps nobody to try again; of what was not heard of nobody knows whether it was done.
 */
function barOf({ ctx }: ProposeDeps, error: unknown): Bar {
  if (!(error instanceof SourceUnavailable) || !bars.includes(error.code)) throw error;
  ctx.log.info({ err: error }, 'catalog.propose-barred');
  return { why: error.message, hint: error.fix };
}

async function asPullRequest(deps: ProposeDeps, wish: ProposalWish, at: Found & { signal: AbortSignal }): Promise<Proposed> {
  const { github, repository, owner, base, blob, signal } = at;
  const { target, edit, by, reviewers } = wish;
  const text = await edited(deps.pool, at.text, wish);
  const change = { repository, base, branch: branchOf(wish), path: target.path, blob, text, ...pullRequestText(wish) };
  const pull = await github
    .proposeFile({ ...change, reviewers: slugsOf(reviewers, owner) }, signal)
    .catch((error: unknown) => barOf(deps, error));
  if (pull === 'changed-meanwhile') {
    throw new UserError('edit-conflict', 'Somebody has changed that file this very moment, so nothing was proposed.', 'Try again.');
  }
  if ('why' in pull) return asPatch(wish, pull, { before: at.text, after: text });
  const { url, number } = pull;
  const { ref, source } = target;
  await keepProposal(deps.ctx.db, { url, number, ref, source, repository, field: edit.field, by: by.userId, at: deps.ctx.clock.now() });
  return { outcome: pull.known ? 'known' : 'opened', url, number };
}

/** Of the repository's own organisation: others cannot review there. */
function slugsOf(teams: readonly string[], owner: string): string[] {
  const own = teams.map((team) => team.split('/')).filter(([of, slug]) => of?.toLowerCase() === owner.toLowerCase() && slug);
  return [...new Set(own.map(([, slug = '']) => slug))];
}

function asPatch({ target }: ProposalWish, bar: Bar, { before, after }: { before: string; after: string }): Proposed {
  return { outcome: 'patch', patch: unifiedDiff(target.path, before, after), ...bar };
}

const inThread = threadTask<EditInput, EditOutput>(new URL('./edit.task.ts', import.meta.url), 'editFile');

async function edited(pool: WorkerPool, text: string, { target, edit, was }: ProposalWish): Promise<string> {
  const input = { text, target, edit, was };
  const done = text.length > bigFile ? await pool.run(inThread, input, { deadlineMs: editMs }) : editFile(input);
  if (done.outcome === 'edited') return done.text;
  throw new UserError(done.code, done.message, done.hint);
}
