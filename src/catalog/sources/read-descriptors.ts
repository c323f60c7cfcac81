import type { ReadFile } from '#core/descriptor.ts';
import type { WorkerPool } from '#workers/worker-pool.ts';
import { finishFile } from '../descriptor/finish-file.ts';
import { type ParsedFile, parseFile } from '../descriptor/parse-file.ts';
import { bigFile, readDescriptorFile } from '../descriptor/read-descriptor-file.ts';
import type { Included, ReadRules } from '../descriptor/read-rules.ts';
import { decodeText } from './decode-text.ts';
import { readIncluded } from './read-included.ts';
import type { Snapshot } from './snapshot.ts';
import { linkedFile, unreadFile } from './unread-file.ts';

export interface Reading {
  snapshot: Snapshot;
  rules: ReadRules;
  /** For big files; absent: everything is read on this thread. */
  pool?: WorkerPool | undefined;
}

/** Files that include others are finished this many at a time: memory against round trips. */
const together = 200;
/** Big files whose text is held for the worker threads. */
const bigAtOnce = 8;

/** Reads files of one depth while they come in, with what they include from the same snapshot. */
export async function readDescriptors(reading: Reading, paths: readonly string[], depth: number): Promise<ReadFile[]> {
  if (paths.length === 0) return [];
  const { snapshot, rules } = reading;
  const kinds = await snapshot.lookup(paths);
  const files: ReadFile[] = paths.filter((path) => kinds.get(path) === 'symlink').map(linkedFile);
  const waiting: Waiting[] = [];
  const big: Promise<ReadFile>[] = [];
  const include = oneByOne((wanted: readonly string[]) => readIncluded(reading, wanted));
  for await (const found of snapshot.read(paths.filter((path) => kinds.get(path) === 'file'))) {
    const { path, blob } = found;
    const text = found.content.outcome === 'read' ? decodeText(found.content.bytes) : undefined;
    if (text === undefined) {
      files.push(unreadFile(found, depth, rules.bounds.fileBytes));
    } else if (text.length > bigFile && reading.pool) {
      const running = readDescriptorFile({ path, text }, { rules, blob, depth, include, pool: reading.pool });
      // Its failure is met when all are awaited; until then it must not count as unhandled.
      running.catch(() => undefined);
      big.push(running);
    } else {
      const parsed = parseFile({ path, text }, rules);
      if (parsed.includes.length > 0) waiting.push({ parsed, blob });
      else files.push(finishFile(parsed, nothing, { rules, blob, depth }));
    }
    if (big.length >= bigAtOnce) files.push(...(await Promise.all(big.splice(0))));
    if (waiting.length >= together) files.push(...(await finishAll({ rules, depth, include }, waiting.splice(0))));
  }
  return [...files, ...(await Promise.all(big)), ...(await finishAll({ rules, depth, include }, waiting))];
}

interface Waiting {
  parsed: ParsedFile;
  blob: string;
}

type Include = (paths: readonly string[]) => Promise<Included>;

const nothing: Included = new Map();

async function finishAll(how: { rules: ReadRules; depth: number; include: Include }, waiting: Waiting[]): Promise<ReadFile[]> {
  if (waiting.length === 0) return [];
  const { rules, depth } = how;
  const included = await how.include([...new Set(waiting.flatMap(({ parsed }) => parsed.includes))]);
  return waiting.map(({ parsed, blob }) => finishFile(parsed, included, { rules, blob, depth }));
}

/** A clone is fetched into by one at a time. */
function oneByOne(include: Include): Include {
  let last: Promise<unknown> = Promise.resolve();
  return (paths) => {
    const mine = last.then(() => include(paths));
    last = mine.catch(() => undefined);
    return mine;
  };
}
