import { bringHistory } from './bring-history.ts';
import { type Clone, hasCommit, local, prepareClone } from './clone.ts';
import { explainFailure } from './explain-failure.ts';
import { readBlobs } from './read-blobs.ts';
import { withClone } from './with-clone.ts';

export interface RemovalQuestion {
  /** Head at which it was still there; null when not known. */
  from: string | null;
  /** Head at which it was missing. */
  to: string;
  branch: string | null;
  /** Where it was. */
  path: string;
  /** Whether a version of that file has it. */
  mentions: (text: string) => boolean;
}

export interface Removal {
  commit: string;
  author: string;
}

/** Versions of one file that are looked into. */
const versions = 100;
const versionBytes = 5_000_000;

/** Heads that history has been brought for, by folder: a removal of many files asks for each. */
const deepened = new Map<string, string>();

/**
 * Finds the commit that took a document away: the newest one before which the file had it and after which it has not,
 * among the last 100 commits. Undefined when it lies further back. Throws `SourceUnavailable`.
 */
export async function findRemoval(clone: Clone, question: RemovalQuestion, signal: AbortSignal): Promise<Removal | undefined> {
  return withClone(clone.dir, async () => {
    await prepareClone(clone, signal);
    if (!(await hasCommit(clone, question.to, signal))) return undefined;
    if (deepened.get(clone.dir) !== question.to) await bringHistory(clone, question.branch, signal);
    deepened.set(clone.dir, question.to);
    try {
      return await look(clone, question, signal);
    } catch (error) {
      throw explainFailure(error, clone.remote);
    }
  });
}

async function look(clone: Clone, { from, to, path, mentions }: RemovalQuestion, signal: AbortSignal): Promise<Removal | undefined> {
  const since = from !== null && (await hasCommit(clone, from, signal)) ? [`^${from}`] : [];
  // Without showRoot=false the oldest commit that was brought looks as if it had added everything.
  const format = [
    '-c',
    'log.showRoot=false',
    'log',
    `--max-count=${versions}`,
    '--format=%x01%H%x00%an',
    '-z',
    '--raw',
    '--no-abbrev',
    '--no-renames',
  ];
  const output = await local(clone, [...format, to, ...since, '--', path], signal);
  const steps = output.toString().split('\u0001').flatMap(parseStep);
  const texts = await textsOf(clone, steps, signal);
  const has = (blob: string) => mentions(texts.get(blob) ?? '');
  const found = steps.find((step) => has(step.before) && !has(step.after));
  return found && { commit: found.commit, author: found.author };
}

interface Step {
  commit: string;
  author: string;
  /** Blob ids; zeroes where the file was, or is, not there. */
  before: string;
  after: string;
}

/** `<id>NUL<author>NUL[LF]:<mode> <mode> <id> <id> <status>NUL<path>NUL`. */
function parseStep(record: string): Step[] {
  const [commit = '', author = '', ...rest] = record.split('\0');
  const raw = rest.find((field) => field.trimStart().startsWith(':'));
  const [, , before = '', after = ''] = raw?.trim().split(' ') ?? [];
  return raw === undefined ? [] : [{ commit, author, before, after }];
}

async function textsOf(clone: Clone, steps: Step[], signal: AbortSignal): Promise<Map<string, string>> {
  const ids = steps.flatMap(({ before, after }) => [before, after]).filter((id) => !/^0*$/.test(id));
  const texts = new Map<string, string>();
  for await (const [id, blob] of readBlobs(clone, ids, { maxBytes: versionBytes, signal })) {
    if (blob.outcome === 'read') texts.set(id, blob.bytes.toString());
  }
  return texts;
}
