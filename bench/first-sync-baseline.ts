import { execFileSync, spawn } from 'node:child_process';
import { loadAll } from 'js-yaml';
import { gitEnvironment } from './generate-organisation.ts';

/**
 * The least that reading an organisation can cost: one process that clones, takes every descriptor file out of Git and
 * parses its YAML, and keeps nothing. Arguments: the repository's URL, an empty folder. Prints how many documents.
 */
const [url = '', folder = ''] = process.argv.slice(2);
const env = gitEnvironment();
execFileSync('git', ['clone', '--quiet', '--depth', '1', '--no-checkout', url, folder], { env });
const blobs = listBlobs();
const [location] = await readAll(['all.yaml']);
const { targets } = (loadAll(location ?? '')[0] as { spec: { targets: string[] } }).spec;
const texts = await readAll(targets.map((target) => target.replace('./', '')));
console.log(texts.reduce((sum, text) => sum + loadAll(text).length, 1));

/** Path → id. Naming 20,000 files of one folder by path instead would have Git search that folder 20,000 times. */
function listBlobs(): Map<string, string> {
  const output = execFileSync('git', ['ls-tree', '-r', '-z', 'HEAD'], { cwd: folder, env, encoding: 'utf8', maxBuffer: 1e9 });
  return new Map(output.split('\0').map((line) => [line.slice(line.indexOf('\t') + 1), line.split(/[ \t]/)[2] ?? '']));
}

/** The files' content at the head, in order. */
async function readAll(paths: string[]): Promise<string[]> {
  const git = spawn('git', ['cat-file', '--batch'], { cwd: folder, env, stdio: ['pipe', 'pipe', 'inherit'] });
  git.stdin.end(paths.map((path) => `${blobs.get(path)}\n`).join(''));
  const chunks: Buffer[] = [];
  for await (const chunk of git.stdout) chunks.push(chunk as Buffer);
  return split(Buffer.concat(chunks));
}

/** `<id> blob <size>`, a line end, the bytes, a line end; again and again. */
function split(output: Buffer): string[] {
  const texts: string[] = [];
  for (let at = 0; at < output.length;) {
    const lineEnd = output.indexOf(10, at);
    const size = Number(output.toString('latin1', at, lineEnd).split(' ')[2]);
    if (Number.isNaN(size)) throw new Error(`git cat-file: ${output.toString('utf8', at, lineEnd)}`);
    texts.push(output.toString('utf8', lineEnd + 1, lineEnd + 1 + size));
    at = lineEnd + size + 2;
  }
  return texts;
}
