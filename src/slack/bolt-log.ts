import { type Logger, LogLevel } from '@slack/bolt';
import type { Log } from '#core/log.ts';

/** Slack's libraries log into our log. Their debug lines hold whole payloads, so those go nowhere. */
export function boltLog(log: Log): Logger {
  const words = (parts: unknown[]) => ({ message: parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ') });
  return {
    debug: () => {},
    info: (...parts) => log.debug(words(parts), 'slack.library'),
    warn: (...parts) => log.warn(words(parts), 'slack.library'),
    error: (...parts) => log.error(words(parts), 'slack.library'),
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
