import type { Message } from '#core/reply.ts';
import type { Payload } from './payload.ts';
import type { Routes } from './routes.ts';

/** A message that says what is being done, and that the answer takes the place of. */
export type Standing = { by: 'response-url' } | { by: 'message'; channel: string; ts: string };

/** What is said to somebody whose answer takes long; undefined where nothing is. What is asked wrongly is answered at once. */
export function meanwhile(routes: Routes, payload: Payload): Message | undefined {
  const definition = routes.find(payload);
  try {
    if (definition?.type === 'command' && payload.type === 'command') return definition.meanwhile?.(definition.parse(payload.text));
    if (definition?.type === 'action' && payload.type === 'action') return definition.meanwhile?.(definition.parse(payload.value));
    if (definition?.type !== 'event' || payload.type !== 'event' || payload.byBot) return undefined;
    const input = definition.parse(payload.event);
    return input === undefined ? undefined : definition.meanwhile?.(input);
  } catch {
    return undefined;
  }
}
