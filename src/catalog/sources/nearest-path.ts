import { posix } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { below } from './find-targets.ts';

/** More candidates than this are not compared: a suggestion is not worth waiting for. */
const most = 2_000;

/** The path that was probably meant: the same file name elsewhere, or a similar name in the same folder. */
export function nearestPath(wanted: string, sorted: readonly string[]): string | undefined {
  const name = posix.basename(wanted);
  const folder = posix.dirname(wanted);
  const neighbours = below(sorted, folder === '.' ? '' : `${folder}/`).slice(0, most);
  const namesakes = sorted.filter((path) => path.endsWith(`/${name}`)).slice(0, most);
  const limit = Math.max(2, Math.floor(wanted.length / 4));
  let best: { path: string; cost: number } | undefined;
  for (const path of new Set([...neighbours, ...namesakes])) {
    if (Math.abs(path.length - wanted.length) > limit) continue;
    const cost = distance(path, wanted);
    if (cost <= limit && (!best || cost < best.cost)) best = { path, cost };
  }
  return best?.path;
}
