import type { Path } from './yaml-document.ts';

/** Something wrong with a value, before it is known on which line of which file. */
export interface Finding {
  severity: 'error' | 'warning';
  code: string;
  message: string;
  fix: string;
  path: Path;
  /** A rule of ours that Backstage does not have; all other findings mean that Backstage refuses the document. */
  ours?: true;
}

export type Report = (finding: Finding) => void;

/** `spec.dependsOn.2` as people write it. */
export function fieldName(path: Path): string {
  return path.join('.');
}

/** The last named part of a path in kebab case, for codes: `spec.dependsOn.2` → `depends-on`. */
export function codeName(path: Path): string {
  const name = path.findLast((step) => typeof step === 'string') ?? 'document';
  const kebab = String(name)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[^A-Za-z0-9]+/g, '-');
  return (
    kebab
      .toLowerCase()
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 40) || 'field'
  );
}

/** A value in a sentence: one line, at most 60 characters. */
export function quoted(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const line = text.replaceAll(/\s+/g, ' ').slice(0, 61);
  const short = line.length > 60 ? `${line.slice(0, 59)}…` : line;
  return typeof value === 'string' ? `"${short.toWellFormed()}"` : short.toWellFormed();
}
