import { isDeepStrictEqual } from 'node:util';
import type { Entity } from '#core/entity.ts';

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/**
 * What differs between two versions of an entity, field by field, as written in the file. Fields of `spec` and the well
 * known ones of `metadata` go by their own name, others as `metadata.x`; of annotations and labels only the keys that
 * differ are told. A field that is absent is null.
 */
export function diffFields(before: Entity, after: Entity): FieldChange[] {
  const old = flatten(before);
  const young = flatten(after);
  const changes: FieldChange[] = [];
  for (const field of new Set([...old.keys(), ...young.keys()])) {
    const [a, b] = [old.get(field), young.get(field)];
    if (isDeepStrictEqual(a, b)) continue;
    const [was, is] = keyed.has(field) ? differingKeys(a, b) : [a, b];
    changes.push({ field, before: told(was), after: told(is) });
  }
  return changes;
}

const wellKnown = new Set(['name', 'namespace', 'title', 'description', 'labels', 'annotations', 'tags', 'links']);
const keyed = new Set(['labels', 'annotations']);
/** Longer values are not told in the feed: it says that they changed. */
const longest = 4000;

function flatten(entity: Entity): Map<string, unknown> {
  const fields = new Map<string, unknown>([
    ['apiVersion', entity.apiVersion],
    ['kind', entity.kind],
  ]);
  for (const [key, value] of Object.entries(entity.metadata)) fields.set(wellKnown.has(key) ? key : `metadata.${key}`, value);
  for (const [key, value] of Object.entries(entity.spec ?? {}))
    fields.set(fields.has(key) || wellKnown.has(key) ? `spec.${key}` : key, value);
  for (const [key, value] of Object.entries(entity)) if (!envelope.has(key)) fields.set(`entity.${key}`, value);
  return fields;
}

const envelope = new Set(['apiVersion', 'kind', 'metadata', 'spec']);

function differingKeys(before: unknown, after: unknown): [unknown, unknown] {
  const [a, b] = [asRecord(before), asRecord(after)];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => !isDeepStrictEqual(a[key], b[key]));
  const pick = (from: Record<string, unknown>): unknown =>
    Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));
  return [pick(a), pick(b)];
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function told(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  return JSON.stringify(value).length > longest ? null : value;
}
