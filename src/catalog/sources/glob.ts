/** Whether a path is meant by a glob. */
export type PathMatch = (path: string) => boolean;

/**
 * Reads the globs that Location targets may carry: `*` stands for any part of one name, `**` as a whole name for any
 * number of folders; neither matches names that start with a dot unless the dot is written, as in Backstage. Other
 * people write these, so they never become regular expressions: the time is at most pattern length × path length.
 */
export function compileGlob(pattern: string): PathMatch {
  const names = pattern.split('/');
  return (path) => matchList(names, path.split('/'));
}

/** The folder, or part of a name, that every match starts with. */
export function globPrefix(pattern: string): string {
  const star = pattern.indexOf('*');
  return star === -1 ? pattern : pattern.slice(0, star);
}

/** Walks both lists; on a mismatch the last `**` takes one more name. */
function matchList(pattern: readonly string[], path: readonly string[]): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  let at = 0;
  while (at < path.length) {
    const part = pattern[p];
    const name = path[at] ?? '';
    if (part === '**') {
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
function matchName(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  if (name.startsWith('.') && !pattern.startsWith('.')) return false;
  let p = 0;
  let star = -1;
  let resume = 0;
  let at = 0;
  while (at < name.length) {
    if (pattern[p] === '*') {
      star = p;
      resume = at;
      p += 1;
    } else if (p < pattern.length && pattern[p] === name[at]) {
      p += 1;
      at += 1;
    } else if (star !== -1) {
      resume += 1;
      at = resume;
      p = star + 1;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}
