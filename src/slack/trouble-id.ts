import type { Clock } from '#core/clock.ts';
import { requestId } from '#core/request-id.ts';

/** What a person is told when something went wrong: with it all lines of their request are found in the log. */
export function troubleId(clock: Clock): string {
  return (requestId() ?? clock.uuid()).slice(0, 8);
}
