import type { Bounds } from '#core/catalog-config.ts';
import type { NamedPath, WantedChild } from '#core/child-source.ts';
import type { ElsewhereTarget } from '#core/descriptor.ts';
import { readRepositoryUrl } from '../descriptor/repository-url.ts';

/** A file that names files of other repositories. */
export interface Naming {
  source: string;
  path: string;
  /** Locations between an operator's source and this one. */
  depth: number;
  targets: readonly ElsewhereTarget[];
}

export interface FileElsewhere {
  cloneUrl: string;
  ref: string | undefined;
  path: string;
}

/** The file that an address means; undefined for a repository as a whole. The first name after the view is the ref, as in Backstage. */
export function fileElsewhere(url: string): FileElsewhere | undefined {
  const found = readRepositoryUrl(url);
  const cut = found?.view?.indexOf('/') ?? -1;
  if (found?.view === undefined || cut === -1) return undefined;
  const [ref, path] = [found.view.slice(0, cut), found.view.slice(cut + 1)];
  return { cloneUrl: found.cloneUrl, ref: ref === 'HEAD' ? undefined : ref, path };
}

/** How a child is called: `<parent>/<host>/<repository>`, and the ref where one is named. */
export function childName(parent: string, cloneUrl: string, ref: string | undefined): string {
  const where = decodeURIComponent(cloneUrl.replace(/^https:\/\//, '').replace(/\.git$/, ''));
  return `${parent}/${where}${ref === undefined ? '' : `@${ref}`}`;
}

/**
 * The repositories that files of one source name, each once with all that is named of it. `isRead` leaves out what
 * another source reads anyway, so that it is not claimed twice. Bounded: what goes beyond is not followed.
 */
export function wantChildren(
  parent: string,
  namings: readonly Naming[],
  { bounds, isRead }: { bounds: Bounds; isRead: (file: FileElsewhere) => boolean },
): WantedChild[] {
  const children = new Map<string, WantedChild & { paths: Map<string, NamedPath> }>();
  const ordered = namings.toSorted((a, b) => a.depth - b.depth || compare(a.source, b.source) || compare(a.path, b.path));
  for (const naming of ordered) {
    if (naming.depth >= bounds.locationDepth) continue;
    for (const { url, optional, line } of naming.targets) {
      const file = fileElsewhere(url);
      if (!file || isRead(file)) continue;
      const { cloneUrl, ref, path } = file;
      const name = childName(parent, cloneUrl, ref);
      const known = children.get(name);
      if (!known && children.size >= bounds.locationRepositories) continue;
      const paths = known?.paths ?? new Map<string, NamedPath>();
      if (!paths.has(path)) paths.set(path, { path, optional, from: { source: naming.source, path: naming.path, line } });
      if (known) continue;
      const origin = { why: 'location' as const, url: cloneUrl, ...(ref !== undefined && { ref }), paths: [], depth: naming.depth + 1 };
      children.set(name, { name, origin, paths });
    }
  }
  return [...children.values()].map(({ name, origin, paths }) => ({ name, origin: { ...origin, paths: [...paths.values()] } }));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
