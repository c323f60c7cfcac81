import { defaultBounds, modelKinds, type Bounds } from '#core/catalog-config.ts';
import type { ReadFile } from '#core/descriptor.ts';
import type { Entity } from '#core/entity.ts';
import { entityOf } from './entity-of.ts';
import { finishFile } from './finish-file.ts';
import { parseFile } from './parse-file.ts';
import type { Home } from './path-at-home.ts';
import type { Included } from './read-rules.ts';

interface Circumstances {
  path?: string;
  allow?: readonly string[];
  bounds?: Partial<Bounds>;
  included?: Record<string, string | { missing: string }>;
  home?: Home;
}

/** Both phases over a text, all kinds of the model allowed. */
export function readText(text: string, from: Circumstances = {}): ReadFile {
  const bounds = { ...defaultBounds, ...from.bounds };
  const rules = { allow: from.allow ?? modelKinds, bounds, ...(from.home ? { home: from.home } : {}) };
  const included: Included = new Map(Object.entries(from.included ?? {}));
  const parsed = parseFile({ path: from.path ?? 'catalog-info.yaml', text }, rules);
  return finishFile(parsed, included, { rules, blob: 'blob', depth: 0 });
}

/** The entity of a file's descriptor. */
export function entityIn(file: ReadFile, index = 0): Entity | undefined {
  const found = file.descriptors[index];
  return found && entityOf(found);
}

/** `severity code line` of each problem. */
export function told(file: ReadFile): string[] {
  return file.problems.map(({ severity, code, line }) => `${severity} ${code} ${line}`);
}

/** A component as text, `extra` being lines of its spec. */
export function component(name: string, extra = ''): string {
  return `apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ${name}
spec:
  type: service
  lifecycle: production
  owner: team
${extra}`;
}
