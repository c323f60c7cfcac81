import type { Included, ReadRules } from '../descriptor/read-rules.ts';
import { decodeText } from './decode-text.ts';
import type { Snapshot } from './snapshot.ts';

/** The contents of included files, or why one cannot be had. Links are not followed: they could lead out. */
export async function readIncluded(from: { snapshot: Snapshot; rules: ReadRules }, paths: readonly string[]): Promise<Included> {
  const { snapshot, rules } = from;
  const kinds = await snapshot.lookup(paths);
  const included = new Map<string, string | { missing: string }>();
  for (const path of paths) {
    const kind = kinds.get(path);
    included.set(path, { missing: kind === 'symlink' || kind === 'submodule' ? `is a ${kind}` : 'not found' });
  }
  for await (const { path, content } of snapshot.read(paths.filter((path) => kinds.get(path) === 'file'))) {
    if (content.outcome === 'too-large') included.set(path, { missing: `is larger than ${rules.bounds.fileBytes} bytes` });
    else if (content.outcome === 'unreadable') included.set(path, { missing: `cannot be read (${content.why})` });
    else included.set(path, decodeText(content.bytes) ?? { missing: 'is not UTF-8 text' });
  }
  return included;
}
