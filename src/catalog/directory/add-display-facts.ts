import type { Addition, Place } from '#core/directory.ts';
import type { Entity } from '#core/entity.ts';

/** Another place that describes the same person or group. */
export interface OtherDescription extends Place {
  entity: Entity;
  /** It comes from a source that is believed in matters of membership as well. */
  authority: boolean;
}

/**
 * A person or group of an authority, with what other files say of how to show and reach it, where the authority is silent:
 * titles, texts, links, annotations, names and pictures. Never members, parents or, but for another authority, e-mail
 * addresses: permissions rest on those. What comes from where is told.
 */
export function addDisplayFacts(entity: Entity, others: readonly OtherDescription[]): { entity: Entity; added: Addition[] } {
  const added: Addition[] = [];
  let whole = entity;
  for (const { entity: other, authority, source, path, line } of others) {
    for (const [field, value] of factsOf(other, authority)) {
      const next = put(whole, field, value);
      if (next === whole) continue;
      whole = next;
      added.push({ field: field.join('.'), source, path, line });
    }
  }
  return { entity: whole, added };
}

type Field = readonly [string, ...string[]];

const display = ['title', 'description', 'links', 'tags', 'slackChannel'] as const;

function factsOf({ metadata, spec }: Entity, authority: boolean): [Field, unknown][] {
  const profile = object(spec?.['profile']);
  return [
    ...display.map((key): [Field, unknown] => [['metadata', key], metadata[key]]),
    ...Object.entries(metadata.annotations ?? {}).map(([key, value]): [Field, unknown] => [['metadata', 'annotations', key], value]),
    ...Object.entries(metadata.labels ?? {}).map(([key, value]): [Field, unknown] => [['metadata', 'labels', key], value]),
    ...['displayName', 'picture', ...(authority ? ['email'] : [])].map((key): [Field, unknown] => [['spec', 'profile', key], profile[key]]),
  ];
}

/** The same object when there is nothing to add, or something is there already; else a copy. */
function put<T extends object>(into: T, [key, ...rest]: readonly string[], value: unknown): T {
  if (key === undefined || isBlank(value)) return into;
  const own = Object.hasOwn(into, key) ? (into as Record<string, unknown>)[key] : undefined;
  if (rest.length === 0) return isBlank(own) ? { ...into, [key]: value } : into;
  const part = object(own);
  const next = put(part, rest, value);
  return next === part ? into : { ...into, [key]: next };
}

const isBlank = (value: unknown) => value === undefined || value === '' || (Array.isArray(value) && value.length === 0);

function object(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
