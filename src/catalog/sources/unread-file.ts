import type { Problem, ReadFile } from '#core/descriptor.ts';
import type { Content, FoundFile } from './snapshot.ts';

interface Place {
  path: string;
  blob: string;
  depth: number;
}

/** A file whose content could not be taken as text. What it held before may still be meant. */
export function unreadFile(found: FoundFile, depth: number, limit: number): ReadFile {
  return emptyFile({ path: found.path, blob: found.blob, depth }, { ...words(found.content, limit), severity: 'error' }, true);
}

/** A path of the source's own globs that is a link: told, never followed. */
export function linkedFile(path: string): ReadFile {
  const problem = {
    severity: 'warning' as const,
    code: 'file-symlink',
    message: 'This path is a symbolic link, which is not followed.',
    fix: 'Put the file itself here, or leave this path out of what is read: paths, or catalogPath of an organisation.',
  };
  return emptyFile({ path, blob: 'symlink', depth: 0 }, problem, false);
}

function emptyFile(place: Place, problem: Omit<Problem, 'path' | 'line'>, unreadable: boolean): ReadFile {
  const problems = [{ ...problem, path: place.path, line: 1 }];
  return { ...place, descriptors: [], problems, ignored: [], includes: [], targets: [], unreadable };
}

function words(content: Content, limit: number): Pick<Problem, 'code' | 'message' | 'fix'> {
  switch (content.outcome) {
    case 'too-large':
      return {
        code: 'file-too-big',
        // Without its size, so that it is the same problem when it grows.
        message: `This file is larger than ${limit} bytes; more are not read.`,
        fix: 'Split it, or raise catalog.bounds.fileBytes.',
      };
    case 'unreadable':
      return { code: 'file-unreadable', message: `This file cannot be read: ${content.why}.`, fix: 'Let this account read it.' };
    case 'read':
      return { code: 'file-not-text', message: 'This file is not UTF-8 text.', fix: 'Save it as UTF-8.' };
  }
}
