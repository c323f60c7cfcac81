import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Random } from '../../../bench/random.ts';
import { type GitRepository, gitRepository } from '../git-repository.ts';
import { type GitHubWorld, openGitHubWorld } from '../github/world.ts';

const path = 'catalog-info.yaml';
const repositories = 40;
const files = 50;
/** Documents in one file: all of one version, or it was half written. */
const together = 3;

/** A Git repository and an organisation, whose entities stay the same and are described anew again and again. */
export interface ChangingWorld extends AsyncDisposable {
  github: GitHubWorld;
  folder: string;
  git: GitRepository;
  /** How many entities there are, always. */
  entities: number;
  /** A commit that changes all files of the repository, and pushes to some of the organisation's; gives their names. */
  change(random: Random): string[];
}

export async function openChangingWorld(): Promise<ChangingWorld> {
  const github = await openGitHubWorld();
  github.limit.remaining = Number.MAX_SAFE_INTEGER;
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-kills-'));
  const git = gitRepository(folder);
  let version = 0;
  const commit = () =>
    git.commit(Object.fromEntries(Array.from({ length: files }, (_, n) => [`f${n}.yaml`, described(`file-${n}`, version)])));
  commit();
  const all = Array.from({ length: repositories }, (_, n) => github.repository(`r${n}`, { files: { [path]: described(`r${n}`, 0) } }));
  return {
    github,
    folder,
    git,
    entities: (repositories + files) * together,
    change(random) {
      version += 1;
      commit();
      const pushed = Array.from({ length: 5 }, () => random.pick(all));
      for (const repository of pushed) repository.push({ [path]: described(repository.name, version) });
      return pushed.map(({ name }) => name);
    },
    async [Symbol.asyncDispose]() {
      await github.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function described(name: string, version: number): string {
  const one = (n: number) =>
    `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: ${name}-${n}\n  description: v${version}\nspec:\n  type: service\n  lifecycle: production\n  owner: team-${version % 7}\n`;
  return Array.from({ length: together }, (_, n) => one(n)).join('---\n');
}
