import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** What stands at a path; null takes it away. */
export type Files = Record<string, string | Buffer | { link: string } | null>;

export interface GitRepository {
  path: string;
  /** Writes files, commits everything, and gives the commit. */
  commit(files: Files, author?: string): string;
  /** Adds many commits at a time, each of which writes its number into the file; gives the last. */
  commitTimes(count: number, file: string): string;
  git(...args: string[]): string;
}

/** A folder that is taken away when the test that asks for it has ended. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'switchboard-source-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A real repository with a working tree, on branch `main`. */
export function gitRepository(folder = temporaryFolder()): GitRepository {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', HOME: folder };
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  git('init', '--quiet', '--initial-branch=main');
  return {
    path: folder,
    git,
    commit(files, author = 'Cleo') {
      writeFiles(folder, files);
      git('add', '--all');
      git('-c', `user.name=${author}`, '-c', 'user.email=someone@example.com', 'commit', '--quiet', '--allow-empty', '--message=change');
      return git('rev-parse', 'HEAD');
    },
    commitTimes(count, file) {
      // Three processes for a commit add up; this is one for all.
      const input = Array.from({ length: count }, (_, n) => streamedCommit(n, file)).join('');
      execFileSync('git', ['fast-import', '--quiet'], { cwd: folder, env, input });
      git('reset', '--quiet', '--hard');
      return git('rev-parse', 'HEAD');
    },
  };
}

/** One commit on top of `main`, as `git fast-import` takes it. */
function streamedCommit(n: number, file: string): string {
  const from = n === 0 ? 'from refs/heads/main^0\n' : '';
  const head = `commit refs/heads/main\ncommitter Cleo <someone@example.com> ${1_700_000_000 + n} +0000\ndata 6\nchange\n`;
  return `${head}${from}M 100644 inline ${file}\ndata ${String(n).length}\n${n}\n`;
}

export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    rmSync(file, { recursive: true, force: true });
    if (content === null) continue;
    mkdirSync(path.dirname(file), { recursive: true });
    if (typeof content === 'object' && 'link' in content) symlinkSync(content.link, file);
    else writeFileSync(file, content);
  }
}
