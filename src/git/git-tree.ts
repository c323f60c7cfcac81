/** What stands at a path of a commit. Only regular files are ever read. */
export interface TreeEntry {
  kind: 'file' | 'symlink' | 'submodule';
  /** Object id. */
  blob: string;
}

/** One path that differs between two commits; a side is absent where the path is not there. */
export interface TreeChange {
  path: string;
  before?: TreeEntry;
  after?: TreeEntry;
}

/** Reads records of `ls-tree -r -z`: `<mode> <type> <id>TAB<path>`. */
export function parseTree(records: readonly string[]): [path: string, entry: TreeEntry][] {
  return records.flatMap((record): [string, TreeEntry][] => {
    const tab = record.indexOf('\t');
    const kind = tab === -1 ? undefined : kindOf(record.slice(0, 6));
    return kind ? [[record.slice(tab + 1), { kind, blob: record.slice(record.lastIndexOf(' ', tab) + 1, tab) }]] : [];
  });
}

/** Reads `diff-tree -r -z --raw`: `:<mode> <mode> <id> <id> <status>NUL<path>NUL`. */
export function parseDiff(output: Buffer): TreeChange[] {
  const changes: TreeChange[] = [];
  const fields = output.toString().split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [modeBefore = '', modeAfter = '', before = '', after = ''] = (fields[at] ?? '').slice(1).split(' ');
    const change: TreeChange = { path: fields[at + 1] ?? '' };
    const kindBefore = kindOf(modeBefore);
    const kindAfter = kindOf(modeAfter);
    if (kindBefore) change.before = { kind: kindBefore, blob: before };
    if (kindAfter) change.after = { kind: kindAfter, blob: after };
    changes.push(change);
  }
  return changes;
}

function kindOf(mode: string): TreeEntry['kind'] | undefined {
  if (mode.startsWith('100')) return 'file';
  if (mode === '120000') return 'symlink';
  return mode === '160000' ? 'submodule' : undefined;
}
