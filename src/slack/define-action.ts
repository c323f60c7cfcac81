import type { Answerable } from './answerable.ts';

export interface ActionDefinition<I = unknown> extends Answerable<I> {
  type: 'action';
  /**
   * Pure. The button's value, or what was picked: an option's value, an id, a date; several picks come as a JSON array.
   * May throw UserError.
   */
  parse(value: string): I;
}

/**
 * A button, menu or other interactive element whose action id is `id`, or `id#n` where one block has several of them.
 * Reply with `message` (`where: 'replace'` puts it in place of the message that was clicked), `modal` (open; push or
 * update when clicked inside a modal), `home` or `none`.
 */
export function defineAction<I>(definition: Omit<ActionDefinition<I>, 'type'>): ActionDefinition<I> {
  return { ...definition, type: 'action' };
}
