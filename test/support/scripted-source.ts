import { createHash } from 'node:crypto';
import type { SourceConfig } from '#core/catalog-config.ts';
import type { Clock } from '#core/clock.ts';
import type { Source } from '#core/contributions.ts';
import type { Descriptor, Problem, ReadFile, SourceRead, SourceUnavailable } from '#core/descriptor.ts';
import { formatRef } from '#core/ref.ts';

/** A document in a file of a scripted source. */
export interface Doc {
  name: string;
  kind?: string;
  owner?: string;
  description?: string;
  title?: string;
  definition?: string;
  /** Besides type and owner. */
  spec?: Record<string, unknown>;
}

/** Path → its documents; `unreadable`: a file that YAML cannot read. */
export type Files = Record<string, Doc[] | { unreadable: string } | { docs: Doc[]; problems: Problem[] }>;

/** A source that says what a test wants, as a delta against what it said before or in full. */
export class ScriptedSource implements Source {
  readonly id: string;
  files: Files = {};
  head: string | null = null;
  full = false;
  fault: SourceUnavailable | undefined;
  reads = 0;

  constructor(id: string) {
    this.id = id;
  }

  /** What the next read finds. */
  at(head: string | null, files: Files): this {
    this.head = head;
    this.files = files;
    return this;
  }

  read(...[previous]: Parameters<Source['read']>): Promise<SourceRead> {
    this.reads += 1;
    if (this.fault) return Promise.reject(this.fault);
    const read = Object.entries(this.files).map(([path, content]) => readFile(path, content));
    if (this.full || !previous)
      return Promise.resolve({ outcome: 'read', full: true, head: this.head, branch: 'main', files: read, removed: [] });
    const files = read.filter((file) => previous.files.get(file.path)?.blob !== file.blob);
    const removed = [...previous.files.keys()].filter((path) => !(path in this.files));
    if (files.length === 0 && removed.length === 0 && previous.head === this.head) {
      return Promise.resolve({ outcome: 'unchanged', head: this.head, branch: 'main' });
    }
    return Promise.resolve({ outcome: 'read', full: false, head: this.head, branch: 'main', files, removed });
  }
}

/** The configuration entry of a source called `name`. */
export function sourceConfig(name: string, more: Partial<Omit<Extract<SourceConfig, { type: 'folder' }>, 'type'>> = {}): SourceConfig {
  return {
    type: 'folder',
    name,
    path: `/srv/${name}`,
    paths: ['**/*.yaml'],
    position: 0,
    allow: ['component', 'group'],
    authority: false,
    visibleTo: 'everyone',
    everyMs: 5000,
    ...more,
  };
}

/** Time that stands still until it is moved, and ids that count. */
export class StillClock implements Clock {
  #ids = 0;
  time = new Date('2026-11-23T08:00:00Z');

  now(): Date {
    return this.time;
  }

  uuid(): string {
    this.#ids += 1;
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  forward(ms: number): void {
    this.time = new Date(this.time.getTime() + ms);
  }
}

export function readFile(path: string, content: Files[string]): ReadFile {
  const blob = digest(content);
  const file = { path, blob, depth: 0, ignored: [], includes: [], targets: [] };
  if ('unreadable' in content) {
    const problem: Problem = { severity: 'error', code: 'yaml', message: content.unreadable, fix: 'Correct the YAML.', path, line: 3 };
    return { ...file, descriptors: [], problems: [problem], unreadable: true };
  }
  const docs = Array.isArray(content) ? content : content.docs;
  const problems = Array.isArray(content) ? [] : content.problems;
  return { ...file, descriptors: docs.map((doc, index) => descriptorOf(path, index, doc)), problems, unreadable: false };
}

function descriptorOf(path: string, doc: number, given: Doc): Descriptor {
  const { name, kind = 'Component', owner = 'team-a', title, description, definition, spec } = given;
  const metadata = { name, namespace: 'default', ...(title ? { title } : {}), ...(description ? { description } : {}) };
  const entity = { apiVersion: 'backstage.io/v1alpha1', kind, metadata, spec: { type: 'service', owner, ...spec } };
  const body = definition === undefined ? {} : { definition };
  const line = doc * 10 + 1;
  return {
    ref: formatRef({ kind, name }),
    json: JSON.stringify(entity),
    ...body,
    path,
    doc,
    line,
    ownerLine: line + 6,
    hash: digest([entity, definition, path, doc, line]),
    contentHash: digest([kind, owner, description, definition, ...(spec ? [spec] : [])]),
  };
}

function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
