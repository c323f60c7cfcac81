import { createHash } from 'node:crypto';
import type { FileAt, GitHub, GitHubPeople, GitHubRepository, RepositoryAsk } from '#git/github/github.ts';

/** A repository on paper: what GitHub says of it, and the texts at its head. */
export interface PaperRepository {
  name: string;
  files?: Record<string, string>;
  owner?: string;
  archived?: boolean;
  fork?: boolean;
  topics?: string[];
  visibility?: GitHubRepository['visibility'];
  /** The default branch; `main` unless told. */
  branch?: string;
  /** Nothing was ever pushed. */
  empty?: true;
}

/** A GitHub that answers from memory and counts its requests as the real one would. */
export class PaperGitHub implements GitHub {
  /** Node id → repository; what is not in here cannot be seen. */
  readonly all = new Map<string, PaperRepository>();
  /** Names of before, which still lead to a repository unless another has them. */
  readonly #formerly = new Map<string, string>();
  /** Id and head → what was there: a commit stays what it was, whatever is pushed after it. */
  readonly #commits = new Map<string, Record<string, string>>();
  peopleThere: GitHubPeople | Error = { teams: [], members: [] };
  requests = 0;
  reads = 0;
  /** Thrown before the request with this number. */
  faults = new Map<number, Error>();
  /** Called before each request. */
  before: () => void = () => undefined;

  #ask(): void {
    this.requests += 1;
    this.before();
    const fault = this.faults.get(this.requests);
    if (fault) throw fault;
  }

  put(id: string, repository: PaperRepository): this {
    const before = this.all.get(id);
    if (before) this.#formerly.set(nameOf(before), id);
    this.all.set(id, repository);
    this.#commits.set(`${id} ${headOf(repository)}`, repository.files ?? {});
    return this;
  }

  /** The same repository with other files: another head. */
  push(id: string, files: Record<string, string>): void {
    const before = this.all.get(id);
    if (before) this.put(id, { ...before, files });
  }

  async *repositories(organization: string, ask: RepositoryAsk): AsyncGenerator<GitHubRepository[]> {
    const all = [...this.all].filter(([, one]) => (one.owner ?? organization) === organization);
    for (let at = 0; at < Math.max(all.length, 1); at += 100) {
      ask.signal.throwIfAborted();
      this.#ask();
      yield await Promise.resolve(all.slice(at, at + 100).map(([id, one]) => seen(id, one)));
    }
  }

  async repositoriesByIds(ids: readonly string[]): Promise<GitHubRepository[]> {
    for (let at = 0; at < ids.length; at += 100) this.#ask();
    return Promise.resolve(ids.flatMap((id) => one(id, this.all.get(id))));
  }

  async repositoryByName(name: string): Promise<GitHubRepository | undefined> {
    this.#ask();
    const id = [...this.all].find(([, one]) => nameOf(one) === name)?.[0] ?? this.#formerly.get(name);
    return Promise.resolve(id === undefined ? undefined : one(id, this.all.get(id))[0]);
  }

  async files(wanted: readonly { repository: string; commit: string; path: string }[]): Promise<FileAt[]> {
    for (let at = 0; at < wanted.length; at += 40) this.#ask();
    return Promise.resolve(
      wanted.map((file) => {
        const files = this.all.has(file.repository) ? this.#commits.get(`${file.repository} ${file.commit}`) : undefined;
        const text = files?.[file.path];
        if (text === undefined) return { ...file, outcome: files ? 'missing' : 'unseen' };
        this.reads += 1;
        return { ...file, outcome: 'read', blob: createHash('sha1').update(text).digest('hex'), text };
      }),
    );
  }

  async people(): Promise<GitHubPeople> {
    this.#ask();
    if (this.peopleThere instanceof Error) throw this.peopleThere;
    return Promise.resolve(this.peopleThere);
  }

  gitToken(): Promise<string> {
    return Promise.resolve('a-token');
  }
}

const nameOf = ({ owner = 'acme', name }: PaperRepository) => `${owner}/${name}`;

const headOf = ({ empty, files = {} }: PaperRepository) => (empty ? null : createHash('sha1').update(JSON.stringify(files)).digest('hex'));

const one = (id: string, repository: PaperRepository | undefined) => (repository ? [seen(id, repository)] : []);

function seen(id: string, repository: PaperRepository): GitHubRepository {
  const { name, owner = 'acme', archived = false, fork = false, topics = [], visibility = 'private', branch = 'main', empty } = repository;
  const url = `https://github.com/${owner}/${name}`;
  const defaultBranch = empty ? null : branch;
  return { id, owner, name, url, archived, fork, visibility, topics, defaultBranch, head: headOf(repository) };
}
