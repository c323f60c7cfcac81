import type { SourceConfig } from '#core/catalog-config.ts';
import { UserError } from '#core/user-error.ts';
import { askHead } from '#git/ask-head.ts';
import { fetchHead, hasCommit, prepareClone } from '#git/clone.ts';
import { withClone } from '#git/with-clone.ts';
import type { SourceDeps } from './create-source.ts';
import { folderFiles } from './folder-files.ts';
import { gitSnapshot } from './git-snapshot.ts';
import { openClone } from './git-source.ts';
import type { Content } from './snapshot.ts';

/**
 * A file of a folder or a repository as it is now, with its byte order mark, if it has one. Throws UserError when it is
 * not there as text, and `SourceUnavailable`.
 */
export async function readOneFile(
  config: Extract<SourceConfig, { type: 'folder' | 'git' }>,
  path: string,
  { deps, signal }: { deps: SourceDeps; signal: AbortSignal },
): Promise<string> {
  const content = config.type === 'folder' ? await inFolder(config.path, path, deps) : await inRepository(config, path, { deps, signal });
  const text = content?.outcome === 'read' ? decoded(content.bytes) : undefined;
  if (text !== undefined) return text;
  throw new UserError('edit-gone', `${path} is not there any more, or cannot be read as text.`, 'Ask again in a minute.');
}

async function inFolder(root: string, path: string, { bounds }: SourceDeps): Promise<Content | undefined> {
  return (await folderFiles(root, bounds.fileBytes).read(path))?.content;
}

async function inRepository(
  config: Extract<SourceConfig, { type: 'git' }>,
  path: string,
  { deps, signal }: { deps: SourceDeps; signal: AbortSignal },
): Promise<Content | undefined> {
  const clone = await openClone(config, deps);
  const { remote, servingConfig, limits } = clone;
  const head = await askHead(remote, { branch: config.branch, servingConfig, limits, signal });
  return withClone(clone.dir, async () => {
    await prepareClone(clone, signal);
    const commit = (await hasCommit(clone, head.commit, signal)) ? head.commit : await fetchHead(clone, head, signal);
    const snapshot = gitSnapshot({ clone, commit, known: new Map(), fileBytes: deps.bounds.fileBytes, signal });
    if ((await snapshot.lookup([path])).get(path) !== 'file') return undefined;
    for await (const { content } of snapshot.read([path])) return content;
    return undefined;
  });
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
