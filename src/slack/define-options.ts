import type { Answerable } from './answerable.ts';

export interface OptionsDefinition<I = unknown> extends Answerable<I> {
  type: 'options';
  /** Pure. What the person has typed so far. */
  parse(typed: string): I;
}

/** Choices for an `external_select` whose action id is `id`. Reply with `options`; there is no place for an error text. */
export function defineOptions<I>(definition: Omit<OptionsDefinition<I>, 'type'>): OptionsDefinition<I> {
  return { ...definition, type: 'options' };
}
