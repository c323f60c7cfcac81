import { spawn } from 'node:child_process';

/** `npm run check`: everything that can be said about the code without running it, side by side. */
const bin = (path: string, ...args: string[]) => [process.execPath, `node_modules/${path}`, ...args];
const checks: Record<string, string[]> = {
  types: bin('typescript/bin/tsc', '--noEmit'),
  lint: bin('oxlint/bin/oxlint', '--type-aware', 'src', 'test', 'bench'),
  format: bin('oxfmt/bin/oxfmt', '--check', 'src', 'test', 'bench', 'bin'),
  unused: bin('knip/bin/knip.js', '--no-progress'),
  rules: bin('vitest/vitest.mjs', 'run', 'test/architecture.test.ts', 'test/documents.test.ts', '--reporter=dot'),
};

const started = Date.now();
const failed = (await Promise.all(Object.entries(checks).map(([name, command]) => run(name, command)))).filter(
  (name) => name !== undefined,
);
console.log(
  `${failed.length === 0 ? 'check: all good' : `check: ${failed.join(', ')} failed`} (${((Date.now() - started) / 1000).toFixed(1)} s)`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function run(name: string, [program = '', ...args]: string[]): Promise<string | undefined> {
  return new Promise((done) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('close', (code) => {
      if (code !== 0) console.error(`--- ${name}\n${Buffer.concat(output).toString('utf8')}`);
      done(code === 0 ? undefined : name);
    });
  });
}
