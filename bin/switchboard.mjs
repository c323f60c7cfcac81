#!/usr/bin/env node
// Plain JavaScript, so that any Node can read it: finds a Node that runs TypeScript as it is (24 or newer) and starts
// the program named by the first argument on it. Package scripts go through here too:
//   switchboard <command>…          the product's command line
//   switchboard --node <file> …     any program of this project, such as vitest or tsc
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const NEEDED = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [first, ...rest] = process.argv.slice(2);
const [program, args] = first === '--node' ? [rest[0], rest.slice(1)] : [join(root, 'src/cli/main.ts'), process.argv.slice(2)];

// Node takes 134 MB for what is new and keeps them: right for a command, four times too much for weeks of serving. Only a
// new program can have another size; whoever chose one keeps it.
const chosen = [...process.execArgv, process.env.NODE_OPTIONS ?? ''].join(' ').includes('semi-space');
const flags = first === 'start' && !chosen ? ['--max-semi-space-size=16'] : [];
const self = fileURLToPath(import.meta.url);

if (Number(process.versions.node.split('.')[0]) < NEEDED) runOn(bundledNode());
else if (flags.length > 0 && process.platform !== 'win32' && process.execve) {
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...flags, self, ...process.argv.slice(2)], process.env);
} else await runHere();

async function runHere() {
  endWithNpm();
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.(join(root, 'node_modules/.cache/switchboard'));
  process.argv = [process.execPath, program, ...args];
  await import(pathToFileURL(program).href);
}

/**
 * npm tells the shell between us that it shall end, and most shells end without telling us: then nobody could stop us any
 * more. Started by hand we stay, as whoever puts a process into the background expects.
 */
function endWithNpm() {
  if (first !== 'start' || process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || process.kill(process.pid, 'SIGTERM'), 500).unref();
}

/** The Node that npm installed beside us, in a package that holds nothing but its binary. */
function bundledNode() {
  const require = createRequire(import.meta.url);
  const names = [
    `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  for (const name of names) {
    try {
      const folder = dirname(require.resolve(`${name}/package.json`));
      const binary = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
      if (existsSync(binary)) return binary;
    } catch {
      // Not installed for this platform; the next name may be.
    }
  }
  console.error(
    `Switchboard needs Node ${NEEDED} or newer; this is ${process.version}, and no bundled one fits ${process.platform}-${process.arch}.`,
  );
  console.error('Install it from https://nodejs.org/ (or with your version manager), then run the command again.');
  process.exit(1);
}

function runOn(node) {
  endWithNpm();
  const child = spawn(node, [...flags, self, ...process.argv.slice(2)], {
    // The channel tells the product when we are killed, which can be told in no other way; other programs would take it for theirs.
    stdio: ['inherit', 'inherit', 'inherit', ...(first === '--node' ? [] : ['ipc'])],
    env: { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}` },
  });
  // The terminal sends Ctrl-C to both; whatever else ends us must end the child too.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => signal === 'SIGINT' || child.kill(signal));
  child.on('exit', (code, signal) => (signal ? process.kill(process.pid, signal) : process.exit(code ?? 1)));
}
