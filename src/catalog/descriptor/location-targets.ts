import type { ElsewhereTarget, LocationTarget } from '#core/descriptor.ts';
import { isGlob } from '../sources/glob.ts';
import { quoted, type Report } from './finding.ts';
import { pathAtHome } from './path-at-home.ts';
import type { ReadRules } from './read-rules.ts';
import { readRepositoryUrl } from './repository-url.ts';
import { linesOfItems, lineAt, type Path, type YamlDocument } from './yaml-document.ts';

/** Kinds of targets that are files; others need machinery that reads them. */
const fileTypes = new Set<unknown>([undefined, 'file', 'url']);

export interface Targets {
  inside: LocationTarget[];
  /** In other repositories, on hosts that may be followed. */
  elsewhere: ElsewhereTarget[];
}

/**
 * What a Location asks to be read, relative to its own file. A target that cannot be followed is reported and never
 * stops the others. `room` is how many more targets this file may name.
 */
export function locationTargets(
  spec: Record<string, unknown>,
  from: { path: string; yaml: YamlDocument; rules: ReadRules; room: number; report: Report },
): Targets {
  const written = writtenTargets(spec, from.yaml);
  if (!fileTypes.has(spec['type'])) {
    if (written.length > 0) unknownType(spec['type'], from.report);
    return { inside: [], elsewhere: [] };
  }
  if (written.length > from.room) tooMany(from);
  const optional = spec['presence'] === 'optional';
  const targets = new Map<string, LocationTarget>();
  const elsewhere = new Map<string, ElsewhereTarget>();
  for (const { target, path, line } of written.slice(0, from.room)) {
    const resolved = pathAtHome(target, from.path, from.rules.home);
    if ('refused' in resolved) {
      const away = resolved.refused === 'other-place' ? readRepositoryUrl(target) : undefined;
      if (away?.view !== undefined && from.rules.hosts?.includes(away.host)) elsewhere.set(target, { url: target, optional, line });
      else refuse(target, resolved.refused, { path, report: from.report, host: away?.view === undefined ? undefined : away.host });
    } else if (!targets.has(resolved.path)) {
      targets.set(resolved.path, { pattern: resolved.path, glob: isGlob(resolved.path), optional, line });
    }
  }
  return { inside: [...targets.values()], elsewhere: [...elsewhere.values()] };
}

interface Written {
  target: string;
  path: Path;
  line: number;
}

function writtenTargets(spec: Record<string, unknown>, yaml: YamlDocument): Written[] {
  const written: Written[] = [];
  const { target, targets } = spec;
  if (typeof target === 'string') {
    const path = ['spec', 'target'];
    written.push({ target, path, line: lineAt(yaml, path) });
  }
  if (!Array.isArray(targets)) return written;
  const lines = linesOfItems(yaml, ['spec', 'targets']);
  const fallback = lineAt(yaml, ['spec', 'targets']);
  targets.forEach((item: unknown, index) => {
    if (typeof item !== 'string') return;
    written.push({ target: item, path: ['spec', 'targets', index], line: lines[index] ?? fallback });
  });
  return written;
}

function refuse(target: string, why: string, at: { path: Path; report: Report; host: string | undefined }): void {
  const outside = why === 'outside' || why === 'empty';
  at.report({
    severity: outside ? 'error' : 'warning',
    // `target-empty` is what a field without a value is called.
    code: why === 'empty' ? 'target-nowhere' : `target-${why}`,
    message: outside
      ? `The target ${quoted(target)} does not lead to a file of this repository.`
      : `The target ${quoted(target)} is in another place, which is not followed.`,
    fix: outside
      ? "Write a path relative to this file's folder, such as ./services/a/catalog-info.yaml."
      : at.host === undefined
        ? 'Name a file by its https address on a Git host of catalog.hosts.'
        : `Add ${at.host} to catalog.hosts in switchboard.yaml, or that repository to catalog.sources.`,
    path: at.path,
    ours: true,
  });
}

function unknownType(type: unknown, report: Report): void {
  report({
    severity: 'warning',
    code: 'target-type-unknown',
    message: `Targets of the type ${quoted(type)} are not followed.`,
    fix: 'Use type: file or type: url, or remove spec.type.',
    path: ['spec', 'type'],
    ours: true,
  });
}

function tooMany(from: { rules: ReadRules; report: Report }): void {
  from.report({
    severity: 'error',
    code: 'target-too-many',
    message: `The file names more than ${from.rules.bounds.locationTargets} targets; the rest is not followed.`,
    fix: 'Split it into several Locations in several files, or use a pattern with **.',
    path: ['spec', 'targets'],
    ours: true,
  });
}
