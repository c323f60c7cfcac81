import type { Answerable } from './answerable.ts';

export interface ShortcutDefinition<I = unknown> extends Answerable<I> {
  type: 'shortcut';
  /** Pure. */
  parse(target: ShortcutTarget): I;
}

/** What a shortcut was used on. */
export type ShortcutTarget =
  | { on: 'anywhere' }
  /** `text` as Slack escaped it; `author` is absent for apps' messages. */
  | { on: 'message'; text: string; channel: string; ts: string; author?: string };

/** A global or message shortcut whose callback id is `id`. Reply with `modal` (open), `message` or `none`. */
export function defineShortcut<I>(definition: Omit<ShortcutDefinition<I>, 'type'>): ShortcutDefinition<I> {
  return { ...definition, type: 'shortcut' };
}
