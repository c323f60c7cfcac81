import type { Clock } from '#core/clock.ts';
import type { Delivered, Mailer } from './deliver.ts';
import type { Json } from './json.ts';
import type { SlackWorld } from './method.ts';

/** What the running app answers; what it does not, the page does not offer. */
export interface Declared {
  commands: readonly { name: string; usage: string; summary: string }[];
  shortcuts: readonly { id: string; label: string; on: 'message' | 'anywhere' }[];
  /** Slack's event types, as `message.im`. */
  events: readonly string[];
  /** Whose links the app is told of. */
  domains: readonly string[];
}

export interface ActKit extends SlackWorld {
  mailer: Mailer;
  clock: Clock;
  declared: Declared;
  /** The full address of a response path. */
  responseUrl: (path: string) => string;
}

/** What an act tells the person who did it, besides what changes in the workspace. */
export interface Told {
  notice?: string;
  /** For a menu that loads what it offers. */
  options?: readonly Json[];
  /** The same, when the app put it in groups. */
  groups?: readonly { label: string; options: readonly Json[] }[];
}

/** What Slack says below the input when the app did not take a payload. */
export function told(delivered: Delivered): Told {
  if (delivered.outcome === 'late') return { notice: 'The app did not answer within 3 seconds (operation_timeout).' };
  return delivered.outcome === 'refused' ? { notice: `The app refused the request (${delivered.status}).` } : {};
}
