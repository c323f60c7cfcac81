import type { ActionDefinition } from './define-action.ts';
import type { CommandDefinition } from './define-command.ts';
import type { EventDefinition } from './define-event.ts';
import type { OptionsDefinition } from './define-options.ts';
import type { ShortcutDefinition } from './define-shortcut.ts';
import type { ViewDefinition } from './define-view.ts';

/** Anything that answers in Slack. Slices export these; `app.ts` lists them. */
export type Definition = CommandDefinition | ActionDefinition | ViewDefinition | OptionsDefinition | EventDefinition | ShortcutDefinition;
