import { existsSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { entityOf } from '#catalog/descriptor/entity-of.ts';
import { relate } from '#catalog/relate.ts';
import type { GivenFiles } from '#catalog/sync/check-against.ts';
import type { ReadFile } from '#core/descriptor.ts';

/** A file that was checked; `inside` is its path in the repository or folder that it belongs to. */
export type CheckedFile = ReadFile & { inside: string; root: string };

/** What the stored catalog is asked about, for files that are to be those of `source`. `paths` as a person named them. */
export function givenFiles(source: string, files: readonly CheckedFile[], paths: readonly string[]): GivenFiles {
  const roots = new Set(files.map(({ root }) => root));
  const folders = paths.map((path) => resolve(path)).filter((path) => existsSync(path) && statSync(path).isDirectory());
  const covered = folders.flatMap((folder) => [...roots].flatMap((root) => inside(root, folder) ?? []));
  return {
    source,
    paths: files.map((file) => file.inside),
    covered,
    entities: files.flatMap((file) =>
      file.descriptors.map(({ ref, line, ownerLine, json }) => ({
        ref,
        path: file.inside,
        line,
        ...(ownerLine !== undefined && { ownerLine }),
        relations: relate(entityOf({ json })).map(({ type, targetRef }) => ({ type, targetRef })),
      })),
    ),
  };
}

/** The folder's path in there; empty for all of it, and for a folder around it. */
function inside(root: string, folder: string): string | undefined {
  if (root === folder || root.startsWith(folder + sep)) return '';
  return folder.startsWith(root + sep) ? relative(root, folder).replaceAll('\\', '/') : undefined;
}
