import { z } from 'zod';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { Log } from '#core/log.ts';
import type { Client, RestQuestion } from './client.ts';
import type { FileChange, PullRequest } from './github.ts';

export interface ProposeAsk {
  client: Client;
  log: Log;
  signal: AbortSignal;
}

const Pull = z.object({ number: z.number(), html_url: z.string() });

/**
 * Branch, commit, pull request. Each step can be made again, so that a second press, or one after a crash between two of
 * them, comes to the same pull request.
 */
export async function proposeFile(ask: ProposeAsk, change: FileChange): Promise<PullRequest | 'changed-meanwhile'> {
  const open = await openOne(ask, change);
  if (open) return open;
  const begun = await beginBranch(ask, change);
  try {
    const isThere = begun === 'done' || (await commitFile(ask, change)) || (await isDoneThere(ask, change));
    return isThere ? await openPull(ask, change) : 'changed-meanwhile';
  } catch (error) {
    // A branch that nobody was told of helps nobody; but with it would end what was opened without our hearing of it, or
    // what another process is about to open.
    const isOurs = begun === 'created' && error instanceof SourceUnavailable && !['timeout', 'unreachable'].includes(error.code);
    if (isOurs) await dropBranch(ask, change);
    throw error;
  }
}

async function openPull(ask: ProposeAsk, change: FileChange): Promise<PullRequest> {
  const { branch, base, title, body } = change;
  const parameters = { head: branch, base: base.branch, title, body, maintainer_can_modify: true };
  const send = sender(ask, change);
  const made = await send({ route: 'POST /repos/{owner}/{repo}/pulls', parameters, reply: Pull, told: [422] });
  if (made.outcome === 'told') {
    // Somebody else was quicker.
    const other = await openOne(ask, change);
    if (other) return other;
    throw notTaken('pull request', made.words);
  }
  await askReviewers(ask, change, made.data.number);
  return { known: false, number: made.data.number, url: made.data.html_url };
}

/** Such as by a rule of the repository, which trying again does not change. */
function notTaken(what: string, words: string): SourceUnavailable {
  // The library puts the address of a manual page behind them.
  const why = words.replace(/ - https:\S+$/, '').slice(0, 200);
  return new SourceUnavailable('failed', `GitHub takes no such ${what}: ${why}.`, 'Change it in the file itself.');
}

type Asked<T> = Omit<RestQuestion<T>, 'subject' | 'signal'>;

function sender({ client, signal }: ProposeAsk, { repository }: FileChange) {
  const [owner = '', repo = ''] = repository.split('/');
  return <T>({ parameters, ...question }: Asked<T>) =>
    client.send({ ...question, parameters: { owner, repo, ...parameters }, subject: 'proposals', signal });
}

async function openOne(ask: ProposeAsk, change: FileChange): Promise<PullRequest | undefined> {
  const [owner = ''] = change.repository.split('/');
  const parameters = { state: 'open', head: `${owner}:${change.branch}`, base: change.base.branch };
  const found = await sender(ask, change)({ route: 'GET /repos/{owner}/{repo}/pulls', parameters, reply: z.array(Pull) });
  const [pull] = found.outcome === 'done' ? found.data : [];
  return pull && { known: true, number: pull.number, url: pull.html_url };
}

/**
 * At the commit that the change was made on, also where one is left of a proposal that was closed. `taken`: another process
 * begins the same at this moment, and `done`: its change is there already, which must not be taken from it.
 */
async function beginBranch(ask: ProposeAsk, change: FileChange): Promise<'created' | 'taken' | 'done'> {
  const { branch, base } = change;
  const send = sender(ask, change);
  const made = await send({
    route: 'POST /repos/{owner}/{repo}/git/refs',
    parameters: { ref: `refs/heads/${branch}`, sha: base.commit },
    reply: z.unknown(),
    told: [422],
  });
  if (made.outcome === 'done') return 'created';
  if (!/already exists/i.test(made.words)) throw notTaken('branch', made.words);
  const there = await standing(ask, change);
  if (there !== 'other') return there;
  await send({
    route: 'PATCH /repos/{owner}/{repo}/git/refs/{ref}',
    parameters: { ref: `heads/${branch}`, sha: base.commit, force: true },
    reply: z.unknown(),
  });
  return 'taken';
}

const Branch = z.object({
  commit: z.object({ sha: z.string(), commit: z.object({ message: z.string() }), parents: z.array(z.object({ sha: z.string() })) }),
});

/** A branch has its name of the change: a commit under its title on the same base is the same change. */
async function standing(ask: ProposeAsk, change: FileChange): Promise<'taken' | 'done' | 'other'> {
  const { branch, base, title } = change;
  const send = sender(ask, change);
  const found = await send({ route: 'GET /repos/{owner}/{repo}/branches/{branch}', parameters: { branch }, reply: Branch, told: [404] });
  if (found.outcome === 'told') return 'other';
  const { sha, commit, parents } = found.data.commit;
  if (sha === base.commit) return 'taken';
  return commit.message === title && parents.length === 1 && parents[0]?.sha === base.commit ? 'done' : 'other';
}

/** Who was quicker with the same change has done it for us. */
async function isDoneThere(ask: ProposeAsk, change: FileChange): Promise<boolean> {
  return (await standing(ask, change)) === 'done';
}

/** False when the file is not any more what the change was made of. */
async function commitFile(ask: ProposeAsk, change: FileChange): Promise<boolean> {
  const { branch, path, blob, text, title } = change;
  const parameters = { path, branch, sha: blob, message: title, content: Buffer.from(text).toString('base64') };
  const done = await sender(
    ask,
    change,
  )({
    route: 'PUT /repos/{owner}/{repo}/contents/{path}',
    parameters,
    reply: z.unknown(),
    told: [409, 422],
  });
  if (done.outcome === 'done') return true;
  if (/does not match|but expected/i.test(done.words)) return false;
  throw notTaken('change', done.words);
}

async function dropBranch(ask: ProposeAsk, change: FileChange): Promise<void> {
  const parameters = { ref: `heads/${change.branch}` };
  await sender(
    ask,
    change,
  )({ route: 'DELETE /repos/{owner}/{repo}/git/refs/{ref}', parameters, reply: z.unknown(), told: [404, 422] }).catch((error: unknown) =>
    ask.log.warn({ err: error, branch: change.branch }, 'github.branch-left'),
  );
}

/** One after the other: a team that has no access to the repository must not keep the others from being asked. */
async function askReviewers(ask: ProposeAsk, change: FileChange, pull: number): Promise<void> {
  for (const team of change.reviewers) {
    const parameters = { pull_number: pull, team_reviewers: [team] };
    await sender(
      ask,
      change,
    )({
      route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
      parameters,
      reply: z.unknown(),
    }).catch((error: unknown) => ask.log.warn({ err: error, team, pull }, 'github.reviewer-not-asked'));
  }
}
