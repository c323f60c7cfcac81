import type { Descriptor } from '#core/descriptor.ts';
import type { Entity } from '#core/entity.ts';

/** The entity that a descriptor holds as text. Made anew with each call. */
export function entityOf({ json }: Pick<Descriptor, 'json'>): Entity {
  return JSON.parse(json) as Entity;
}
