import type { Answerable } from './answerable.ts';

export interface EventDefinition<I = unknown> extends Answerable<I> {
  type: 'event';
  /** Slack's event type, e.g. `app_home_opened`, `app_mention`, `message`. */
  event: string;
  /** As the app's manifest calls it where that differs, e.g. `message.im`. */
  subscription?: string;
  /** Answering a second delivery does no harm, so the database is not asked whether there was a first. */
  repeatable?: true;
  /** Nobody waits for an answer: refusals and failures are not said. */
  unasked?: true;
  /** Of `link_shared`: the domains whose links Slack tells of. */
  domains?: readonly string[];
  /** Pure. The inner event as Slack sent it; undefined = not for us. Messages by bots do not get here. */
  parse(event: Readonly<Record<string, unknown>>): I | undefined;
}

/**
 * Something that happened. Slack has had its acknowledgement before. Reply with `message` (in the thread where it
 * happened), `home` (for the person concerned) or `none`.
 */
export function defineEvent<I>(definition: Omit<EventDefinition<I>, 'type'>): EventDefinition<I> {
  return { ...definition, type: 'event' };
}
