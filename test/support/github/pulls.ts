import { createHash } from 'node:crypto';
import type { components, operations } from '@octokit/openapi-types';
import type { Asker } from './credentials.ts';
import { fullName, type WorldPull, type WorldRepository } from './repository.ts';
import { findRepository, type WorldState } from './state.ts';

type Schemas = components['schemas'];
type Body<Name extends keyof operations> = operations[Name] extends { requestBody?: { content: { 'application/json': infer B } } }
  ? B
  : never;

export interface RepositoryRequest {
  method: string;
  url: URL;
  /** Of the whole request. */
  body: string;
  etag: string | undefined;
}

export interface RepositoryAnswer {
  status: number;
  body?: object;
  etag?: string;
}

type Handler = (
  at: { repository: WorldRepository; world: WorldState; webUrl: string; rest: string },
  request: RepositoryRequest,
) => RepositoryAnswer;

/** What is asked of one repository: branches, contents, pull requests. Whatever else is asked is a mistake of the test. */
export function answerRepository(world: WorldState, asker: Asker | undefined, request: RepositoryRequest): RepositoryAnswer {
  if (!asker) return failed(401, 'Bad credentials');
  const [, owner = '', name = '', what = ''] = /^\/repos\/([^/]+)\/([^/]+)\/(.+)$/.exec(request.url.pathname) ?? [];
  const repository = findRepository(world, owner, name);
  const found = handlers.find(([method, pattern]) => method === request.method && pattern.test(what));
  if (!repository || !found) return failed(404, 'Not Found');
  const [method, pattern, needs, handle] = found;
  const may = asker.kind === 'person' ? asker.scopes.includes('repo') : asker.permissions[needs] === 'write';
  if (method !== 'GET' && (!may || repository.protected)) {
    return asker.kind === 'person' ? failed(404, 'Not Found') : failed(403, 'Resource not accessible by integration');
  }
  const { trouble } = repository;
  if (trouble && `${method} ${what}`.startsWith(trouble.at)) return failed(trouble.status, trouble.message);
  const rest = decodeURIComponent(pattern.exec(what)?.[1] ?? '');
  return handle({ repository, world, webUrl: request.url.origin, rest }, request);
}

const handlers: [method: string, what: RegExp, needs: 'contents' | 'pull_requests', handle: Handler][] = [
  ['POST', /^git\/refs$/, 'contents', createRef],
  ['GET', /^branches\/(.+)$/, 'contents', getBranch],
  ['PATCH', /^git\/refs\/(.+)$/, 'contents', updateRef],
  ['DELETE', /^git\/refs\/(.+)$/, 'contents', deleteRef],
  ['PUT', /^contents\/(.+)$/, 'contents', putContents],
  ['GET', /^pulls$/, 'pull_requests', listPulls],
  ['POST', /^pulls$/, 'pull_requests', createPull],
  ['GET', /^pulls\/(\d+)$/, 'pull_requests', getPull],
  ['POST', /^pulls\/(\d+)\/requested_reviewers$/, 'pull_requests', requestReviewers],
];

function failed(status: number, message: string): RepositoryAnswer {
  const body: Schemas['basic-error'] = { message, documentation_url: 'https://docs.github.com/rest' };
  return { status, body };
}

function createRef({ repository }: Parameters<Handler>[0], { body }: RepositoryRequest): RepositoryAnswer {
  const { ref, sha } = JSON.parse(body) as Body<'git/create-ref'>;
  const branch = ref.replace('refs/heads/', '');
  if (repository.branches.has(branch)) return failed(422, 'Reference already exists');
  if (!repository.commits.has(sha)) return failed(422, 'Object does not exist');
  repository.branches.set(branch, sha);
  return { status: 201, body: {} };
}

function updateRef({ repository, rest }: Parameters<Handler>[0], { body }: RepositoryRequest): RepositoryAnswer {
  const { sha, force } = JSON.parse(body) as Body<'git/update-ref'>;
  const branch = rest.replace('heads/', '');
  if (!repository.branches.has(branch) || force !== true) return failed(422, 'Reference does not exist');
  repository.branches.set(branch, sha);
  return { status: 200, body: {} };
}

function getBranch({ repository, rest: branch }: Parameters<Handler>[0]): RepositoryAnswer {
  const sha = repository.branches.get(branch);
  if (sha === undefined) return failed(404, 'Branch not found');
  const { parent, message = '' } = repository.made.get(sha) ?? {};
  return { status: 200, body: { commit: { sha, commit: { message }, parents: parent === undefined ? [] : [{ sha: parent }] } } };
}

function deleteRef({ repository, rest }: Parameters<Handler>[0]): RepositoryAnswer {
  return repository.branches.delete(rest.replace('heads/', '')) ? { status: 204 } : failed(422, 'Reference does not exist');
}

function putContents({ repository, rest: path }: Parameters<Handler>[0], { body }: RepositoryRequest): RepositoryAnswer {
  const { branch = repository.defaultBranch, sha, content, message } = JSON.parse(body) as Body<'repos/create-or-update-file-contents'>;
  const there = repository.commits.get(repository.branches.get(branch) ?? '')?.get(path);
  if (there?.blob !== sha) return failed(409, `${path} does not match ${sha}`);
  repository.push({ [path]: Buffer.from(content, 'base64') }, branch, message);
  return { status: 200, body: {} };
}

function listPulls({ repository, webUrl }: Parameters<Handler>[0], { url }: RepositoryRequest): RepositoryAnswer {
  const head = url.searchParams.get('head') ?? '';
  const state = url.searchParams.get('state') ?? 'open';
  const pulls = repository.pulls.filter((pull) => pull.state === state && `${repository.owner}:${pull.branch}` === head);
  return { status: 200, body: pulls.map((pull) => shown(repository, webUrl, pull)) };
}

function createPull({ repository, webUrl }: Parameters<Handler>[0], { body }: RepositoryRequest): RepositoryAnswer {
  const { head, base, title = '', body: words = '' } = JSON.parse(body) as Body<'pulls/create'>;
  if (repository.pulls.some((pull) => pull.branch === head && pull.state === 'open')) {
    return failed(422, 'A pull request already exists');
  }
  if (repository.branches.get(head) === repository.branches.get(base)) return failed(422, `No commits between ${base} and ${head}`);
  const pull: WorldPull = {
    number: repository.pulls.length + 1,
    branch: head,
    base,
    title,
    body: words,
    state: 'open',
    merged: false,
    teams: [],
  };
  repository.pulls.push(pull);
  return { status: 201, body: shown(repository, webUrl, pull) };
}

function getPull({ repository, webUrl, rest }: Parameters<Handler>[0], { etag: known }: RepositoryRequest): RepositoryAnswer {
  const pull = repository.pulls[Number(rest) - 1];
  if (!pull) return failed(404, 'Not Found');
  const body = shown(repository, webUrl, pull);
  const etag = `"${createHash('sha1').update(JSON.stringify(body)).digest('hex')}"`;
  return known === etag ? { status: 304 } : { status: 200, body, etag };
}

/** A team without access to the repository is refused, as GitHub does. */
function requestReviewers({ repository, webUrl, rest }: Parameters<Handler>[0], { body }: RepositoryRequest): RepositoryAnswer {
  const pull = repository.pulls[Number(rest) - 1];
  const { team_reviewers: teams = [] } = JSON.parse(body) as { team_reviewers?: string[] };
  if (!pull) return failed(404, 'Not Found');
  if (teams.some((team) => !repository.reviewers.has(team))) {
    return failed(422, 'Reviews may only be requested from collaborators.');
  }
  pull.teams.push(...teams);
  return { status: 201, body: shown(repository, webUrl, pull) };
}

type Shown = Pick<Schemas['pull-request'], 'number' | 'html_url' | 'state' | 'merged' | 'title' | 'body'>;

function shown(repository: WorldRepository, webUrl: string, { number, state, merged, title, body }: WorldPull): Shown {
  return { number, html_url: `${webUrl}/${fullName(repository)}/pull/${number}`, state, merged, title, body };
}
