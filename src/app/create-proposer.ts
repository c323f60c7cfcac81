import type { SourceConfig } from '#core/catalog-config.ts';
import type { Proposals } from '#core/proposals.ts';
import { checkProposals, followProposals } from '#catalog/edits/follow-proposals.ts';
import { gitHubPlace, type GitHubPlace } from '#catalog/edits/github-place.ts';
import { createProposals, type ProposeDeps, type WritableGitHub } from '#catalog/edits/propose.ts';
import { configOf } from '#catalog/registration/refresh-source.ts';
import type { RegistrarDeps } from '#catalog/registration/registrar.ts';
import type { SourceDeps } from '#catalog/sources/create-source.ts';
import { readOneFile } from '#catalog/sources/read-one-file.ts';
import type { Meter } from '#core/meter.ts';
import { type GitHubOptions, openGitHub } from '#git/github/open-github.ts';
import { defineJob, type JobCtx, type RepeatedJob } from '#jobs/define-job.ts';
import type { WorkerPool } from '#workers/worker-pool.ts';
import type { Config } from '../config.ts';

export interface Proposer {
  proposals: Proposals;
  /** How a source is read, with the credentials for it. Throws UserError for one that is not read any more. */
  readingOf: (source: string, signal: AbortSignal) => Promise<SourceConfig>;
  /** Asks what became of what was proposed. */
  job: RepeatedJob;
  /** The same for some of them, by their pages. */
  check: (ctx: JobCtx, urls: readonly string[], signal: AbortSignal) => Promise<void>;
}

export interface ProposerParts {
  registering: Pick<RegistrarDeps, 'ctx' | 'configured' | 'parent'>;
  deps: SourceDeps;
  pool: WorkerPool;
  meter: Meter;
  /** How long GitHub is waited for, where not as usual. */
  limits?: GitHubOptions['limits'];
}

/** Where and as whom changes are proposed: with the credentials that read the file. */
export function createProposer({ env, catalog }: Pick<Config, 'env' | 'catalog'>, parts: ProposerParts): Proposer {
  const { registering, deps, pool, meter, limits } = parts;
  const { ctx } = registering;
  const opened = new Map<string, Promise<WritableGitHub>>();
  const proposing: ProposeDeps = {
    ctx,
    pool,
    bounds: deps.bounds,
    configOf: (source) => configOf(registering, source),
    placeOf: (config) => gitHubPlace(config, catalog, env.github),
    github: (place) => once(opened, JSON.stringify(place), () => open(place)),
    readFile: async (config, path, signal) => readOneFile(await withToken(proposing, config, signal), path, { deps, signal }),
  };
  const open = ({ apiUrl, auth, organization }: GitHubPlace) =>
    openGitHub({ apiUrl, auth, organization, log: ctx.log, meter, clock: ctx.clock, ...(limits && { limits }) });
  return {
    proposals: createProposals(proposing),
    readingOf: async (source, signal) => withToken(proposing, await proposing.configOf(source), signal),
    job: defineJob({
      id: 'catalog.follow-proposals',
      keys: () => ['all'],
      retryMs: 60_000,
      run: (job, _, signal) => followProposals(job, proposing, signal),
    }),
    check: (job, urls, signal) => checkProposals(job, proposing, { urls, signal }),
  };
}

/** A repository of an organisation is read with what its organisation is read with. */
async function withToken<C extends SourceConfig>({ placeOf, github }: ProposeDeps, config: C, signal: AbortSignal): Promise<C> {
  const place = config.type === 'git' && config.child?.why === 'repository' ? placeOf(config) : undefined;
  return place && config.type === 'git' ? { ...config, token: await (await github(place)).gitToken(signal) } : config;
}

/** What could not be opened is tried again by whoever asks next. */
function once<T>(made: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = made.get(key) ?? make();
  made.set(key, known);
  known.catch(() => made.delete(key));
  return known;
}
