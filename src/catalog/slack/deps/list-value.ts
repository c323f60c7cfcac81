import type { Ref } from '#core/ref.ts';
import type { Way } from '#core/needs-graph.ts';
import { UserError } from '#core/user-error.ts';
import { parseEntityValue } from '../entity-value.ts';
import { deepest } from './needs-led.ts';

/** A page of a list of what is around a thing. */
export interface ListAsked {
  way: Way;
  /** How far; `all`: to the end. */
  depth: number | 'all';
  /** From 0. */
  page: number;
  ref: Ref;
}

export function listValue({ way, depth, page, ref }: ListAsked): string {
  return `${way} ${depth} ${page} ${ref}`;
}

/** Anything may come back from Slack. Throws UserError. */
export function parseListValue(value: string): ListAsked {
  const [, way, depth, page, ref = ''] = /^(up|down) (all|\d{1,2}) (\d{1,5}) (.*)$/s.exec(value) ?? [];
  if (way !== 'up' && way !== 'down') throw new UserError('bad-button', 'This button names nothing in the catalog.', 'Ask again.');
  return {
    way,
    depth: depth === 'all' ? 'all' : Math.min(deepest, Math.max(1, Number(depth))),
    page: Number(page),
    ref: parseEntityValue(ref).ref,
  };
}
