import { expandBraces } from './expand-braces.ts';

/** Whether a path is meant by a glob. */
export type PathMatch = (path: string) => boolean;

/** Whether a Location target is a pattern: `*`, `[a-z]` or `{a,b}` stand in it. */
export function isGlob(target: string): boolean {
  return /\*|\[[^\]/]+\]|\{[^{}]*,[^{}]*\}/.test(target);
}

/**
 * Reads the globs that Location targets may carry: `*` stands for any part of one name, `**` as a whole name for any
 * number of folders, `[a-z]` for one letter, `{a,b}` for either; none matches names that start with a dot unless the dot
 * is written, as in Backstage. Other people write these, so they never become regular expressions: the time is at most
 * pattern length × path length.
 */
export function compileGlob(pattern: string): PathMatch {
  const alternatives = expandBraces(pattern).map((one) => one.split('/').map(compileName));
  return (path) => {
    const names = path.split('/');
    return alternatives.some((parts) => matchList(parts, names));
  };
}

/** The folder, or part of a name, that every match starts with. */
export function globPrefix(pattern: string): string {
  const special = pattern.search(/[*[{]/);
  return special === -1 ? pattern : pattern.slice(0, special);
}

/** Any number of folders, or what one name has to look like. */
type Part = 'folders' | readonly Letter[];
/** Any letters, this letter, or one of a set. */
type Letter = 'any' | { is: string } | { among: (letter: string) => boolean };

/** Walks both lists; on a mismatch the last `**` takes one more name. */
function matchList(pattern: readonly Part[], path: readonly string[]): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  let at = 0;
  while (at < path.length) {
    const part = pattern[p];
    const name = path[at] ?? '';
    if (part === 'folders') {
      star = p;
      resume = at;
      p += 1;
      // At the end it means everything below, so at least one name.
      if (p === pattern.length) return path.slice(at).every((below) => !below.startsWith('.'));
    } else if (part !== undefined && matchName(part, name)) {
      p += 1;
      at += 1;
    } else if (star !== -1 && !(path[resume] ?? '').startsWith('.')) {
      resume += 1;
      at = resume;
      p = star + 1;
    } else return false;
  }
  return p === pattern.length;
}

/** The same with letters. */
function matchName(pattern: readonly Letter[], name: string): boolean {
  const [first] = pattern;
  if (name.startsWith('.') && (typeof first !== 'object' || !('is' in first))) return false;
  let p = 0;
  let star = -1;
  let resume = 0;
  let at = 0;
  while (at < name.length) {
    const part = pattern[p];
    if (part === 'any') {
      star = p;
      resume = at;
      p += 1;
    } else if (part !== undefined && matchLetter(part, name[at] ?? '')) {
      p += 1;
      at += 1;
    } else if (star !== -1) {
      resume += 1;
      at = resume;
      p = star + 1;
    } else return false;
  }
  while (pattern[p] === 'any') p += 1;
  return p === pattern.length;
}

function matchLetter(part: Exclude<Letter, 'any'>, letter: string): boolean {
  return 'is' in part ? part.is === letter : part.among(letter);
}

function compileName(name: string): Part {
  if (name === '**') return 'folders';
  const letters: Letter[] = [];
  for (let at = 0; at < name.length; at += 1) {
    const letter = name[at] ?? '';
    const end = letter === '[' ? name.indexOf(']', at + 2) : -1;
    if (end !== -1) {
      letters.push({ among: letterSet(name.slice(at + 1, end)) });
      at = end;
    } else letters.push(letter === '*' ? 'any' : { is: letter });
  }
  return letters;
}

/** What stands between brackets: letters and ranges of them, or with `!` or `^` in front all others. */
function letterSet(inside: string): (letter: string) => boolean {
  const others = inside.startsWith('!') || inside.startsWith('^');
  const ranges = (others ? inside.slice(1) : inside).match(/[^]-[^]|[^]/g) ?? [];
  return (letter) => ranges.some((range) => (range[0] ?? '') <= letter && letter <= (range.at(-1) ?? '')) !== others;
}
