import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { Payload } from './payload.ts';

export interface OwnWorkspace {
  /** Undefined until Slack has said it once. */
  teamId(): string | undefined;
  clock: Clock;
  log: Log;
}

/** At most one line in this time: whoever has the app can press as often as they like. */
const quietMs = 60_000;

/**
 * Tells requests that come through another workspace's installation of the app: one deployment serves one workspace,
 * whose catalog is nobody else's, and whose token works nowhere else. People of others who are guests in ours are not meant.
 */
export function createWorkspaceCheck({ clock, log, ...ours }: OwnWorkspace): (payload: Payload) => boolean {
  let quietUntil = 0;
  return ({ place }) => {
    const own = ours.teamId();
    if (own === undefined || place.teamId === '' || place.teamId === own) return false;
    const now = clock.now().getTime();
    if (now >= quietUntil) {
      quietUntil = now + quietMs;
      log.warn({ workspace: place.teamId, served: own }, 'slack.other-workspace');
    }
    return true;
  };
}

/** Whether it can be answered without a call, for which a token of that workspace would be needed. */
export function isAnswerableAnywhere(payload: Payload): boolean {
  return payload.type === 'command' || payload.type === 'view' || (payload.type !== 'event' && payload.responseUrl !== undefined);
}
