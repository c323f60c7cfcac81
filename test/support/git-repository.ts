import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
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
  const env = { PATH: process.env['PATH'], GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', HOME: folder, ...hasty };
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
  git('init', '--quiet', '--initial-branch=main', '--template=');
  return {
    path: folder,
    git,
    commit(files, author = 'Cleo') {
      writeFiles(folder, files);
      git('add', '--all');
      git('-c', `user.name=${author}`, '-c', 'user.email=someone@example.com', 'commit', '--quiet', '--allow-empty', '--message=change');
      return headOf(folder);
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

/** What costs time and shows nothing: waiting for the disk, and a process after each commit that looks what to tidy up. */
const settings = { 'core.fsync': 'none', 'gc.auto': '0', 'maintenance.auto': 'false' };
const hasty = Object.fromEntries([
  ['GIT_CONFIG_COUNT', String(Object.keys(settings).length)],
  ...Object.entries(settings).flatMap(([key, value], n) => [
    [`GIT_CONFIG_KEY_${n}`, key],
    [`GIT_CONFIG_VALUE_${n}`, value],
  ]),
]) as Record<string, string>;

/** Right after a commit, when nothing is packed yet: read without a process. */
function headOf(folder: string): string {
  const head = readFileSync(path.join(folder, '.git/HEAD'), 'utf8').trim();
  return head.startsWith('ref: ') ? readFileSync(path.join(folder, '.git', head.slice(5)), 'utf8').trim() : head;
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
