import type { Answerable } from './answerable.ts';

export interface ShortcutDefinition<I = unknown> extends Answerable<I> {
  type: 'shortcut';
  /** Where Slack offers it: at each message, or from everywhere. */
  on: ShortcutTarget['on'];
  /** As Slack shows it, at most 24 characters, and what it does, at most 150. */
  name: string;
  summary: string;
  /** Pure. */
  parse(target: ShortcutTarget): I;
}

/** What a shortcut was used on. */
export type ShortcutTarget =
  | { on: 'anywhere' }
  /** `text` as Slack escaped it; `blocks` and `attachments` as they came; `author` is absent for apps' messages. */
  | {
      on: 'message';
      text: string;
      blocks: readonly unknown[];
      attachments: readonly unknown[];
      channel: string;
      ts: string;
      author?: string;
    };

/** A global or message shortcut whose callback id is `id`. Reply with `modal` (open), `message` or `none`. */
export function defineShortcut<I>(definition: Omit<ShortcutDefinition<I>, 'type'>): ShortcutDefinition<I> {
  return { ...definition, type: 'shortcut' };
}
