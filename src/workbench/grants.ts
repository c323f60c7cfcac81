import { randomBytes } from 'node:crypto';
import type { Clock } from '#core/clock.ts';

/** Where an answer to a response URL goes. */
export interface AnswerTo {
  channel: string;
  user: string;
  thread?: string;
  /** The message that was clicked. */
  message?: string;
}

/** What Slack hands out with a payload, and for how long: trigger ids 3 s and once, response URLs 30 minutes and five times. */
export interface Grants {
  trigger(user: string): string;
  /** Spends it. */
  useTrigger(id: string): { user: string } | { error: string };
  responsePath(to: AnswerTo): string;
  /** `spend` counts one of the five uses, and only messages that were taken count. */
  responseAt(path: string): { to: AnswerTo; spend(): void } | { error: string };
}

const triggerMs = 3000;
const urlMs = 30 * 60_000;
const urlUses = 5;
/** The oldest are forgotten. */
const most = 5000;

export function createGrants(clock: Clock): Grants {
  const triggers = new Map<string, { user: string; until: number; used: boolean }>();
  const urls = new Map<string, { to: AnswerTo; until: number; left: number }>();
  const now = () => clock.now().getTime();
  return {
    trigger(user) {
      const id = `${now()}.${randomBytes(12).toString('hex')}`;
      keep(triggers, id, { user, until: now() + triggerMs, used: false });
      return id;
    },
    useTrigger(id) {
      const trigger = triggers.get(id);
      if (!trigger) return { error: 'invalid_trigger_id' };
      if (trigger.used) return { error: 'exchanged_trigger_id' };
      if (trigger.until < now()) return { error: 'expired_trigger_id' };
      trigger.used = true;
      return { user: trigger.user };
    },
    responsePath(to) {
      const path = `/response/${randomBytes(16).toString('hex')}`;
      keep(urls, path, { to, until: now() + urlMs, left: urlUses });
      return path;
    },
    responseAt(path) {
      const url = urls.get(path);
      if (!url || url.until < now()) return { error: 'expired_url' };
      if (url.left === 0) return { error: 'used_url' };
      return { to: url.to, spend: () => void (url.left -= 1) };
    },
  };
}

function keep<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
