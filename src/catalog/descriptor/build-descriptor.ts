import { hash } from 'node:crypto';
import type { Descriptor } from '#core/descriptor.ts';
import type { Entity, EntityMetadata } from '#core/entity.ts';
import { formatRef } from '#core/ref.ts';
import { isMap } from './shape.ts';

/** Where a document stands. */
export interface Stand {
  path: string;
  doc: number;
  line: number;
  ownerLine?: number;
}

/**
 * Turns a checked document into what is stored: namespace filled in, what only a catalog may say about itself taken out
 * (provenance, `uid`, `etag`), characters no database takes replaced, a big definition set apart, digests made.
 */
export function buildDescriptor(document: Record<string, unknown>, stand: Stand): Descriptor {
  const { entity, definition } = storable(document);
  const { name, namespace, title, ...rest } = entity.metadata;
  const { apiVersion, kind } = entity;
  const [others, spec, body] = [rest, entity.spec, definition].map((part) => JSON.stringify(part));
  const head = JSON.stringify({ apiVersion, kind, metadata: { name, namespace, title } }).slice(0, -2);
  // Put together from what the digest is made of, so that nothing is written out twice.
  const json = `${head}${others === '{}' ? '' : `,${others?.slice(1, -1)}`}}${spec === undefined ? '' : `,"spec":${spec}`}}`;
  // Looking through it also makes it one piece, which holds on to none of the text that it was made from.
  if (unstorable.test(json) || (body !== undefined && unstorable.test(body))) return buildDescriptor(washed(document), stand);
  const content = `[${JSON.stringify(apiVersion)},${JSON.stringify(kind)},${others},${spec ?? 'null'},${body ?? 'null'}]`;
  const identity = JSON.stringify([name, namespace, title, stand.path, stand.doc, stand.line, stand.ownerLine]);
  return {
    ref: formatRef({ kind, namespace, name }),
    json,
    ...(definition === undefined ? {} : { definition }),
    ...stand,
    hash: digest(identity + content),
    contentHash: digest(content),
  };
}

/** 128 bits of SHA-256 in hex. */
function digest(text: string): string {
  return hash('sha256', text).slice(0, 32);
}

/** Written by the catalog, never believed from a file. */
const provenance = ['backstage.io/managed-by-location', 'backstage.io/managed-by-origin-location'];

function storable(document: Record<string, unknown>): { entity: Entity; definition: string | undefined } {
  const written = isMap(document['metadata']) ? document['metadata'] : {};
  const { uid: _uid, etag: _etag, ...kept } = written;
  const metadata: EntityMetadata = {
    ...kept,
    name: String(written['name']),
    namespace: typeof written['namespace'] === 'string' ? written['namespace'] : 'default',
  };
  const annotations = metadata.annotations;
  if (annotations && provenance.some((key) => Object.hasOwn(annotations, key))) {
    metadata.annotations = Object.fromEntries(Object.entries(annotations).filter(([key]) => !provenance.includes(key)));
  }
  const entity: Entity = { apiVersion: String(document['apiVersion']), kind: String(document['kind']), metadata };
  const { spec } = document;
  if (!isMap(spec)) return { entity, definition: undefined };
  const { definition, ...otherFields } = spec;
  const apart = typeof definition === 'string';
  entity.spec = withSortedRefs(apart ? otherFields : spec);
  return { entity, definition: apart ? definition : undefined };
}

const lists = ['providesApis', 'consumesApis', 'dependsOn', 'dependencyOf', 'memberOf', 'children', 'members', 'skills', 'plugins'];

/** Lists of refs mean the same in any order, so that another order is no change. Which ones, and how, as in Backstage. */
function withSortedRefs(spec: Record<string, unknown>): Record<string, unknown> {
  const sorted = lists.flatMap((field): [string, unknown][] => {
    const refs = spec[field];
    const isList = Array.isArray(refs) && refs.length > 1 && refs.every((ref) => typeof ref === 'string');
    return isList ? [[field, refs.toSorted()]] : [];
  });
  return sorted.length === 0 ? spec : { ...spec, ...Object.fromEntries(sorted) };
}

/** U+0000 and halves of surrogate pairs as JSON shows them; Postgres takes neither. May also hit on harmless text. */
const unstorable = /\\u(?:0000|d[89a-f])/i;

/** Replaces them by U+FFFD in every string and key. */
function washed(document: Record<string, unknown>): Record<string, unknown> {
  const wash = (value: unknown): unknown => {
    if (typeof value === 'string') return clean(value);
    if (Array.isArray(value)) return value.map(wash);
    if (!isMap(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [clean(key), wash(child)]));
  };
  const result = wash(document);
  return isMap(result) ? result : document;
}

function clean(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
