import type { Log } from '#core/log.ts';
import type { Claims } from '#core/ports.ts';
import type { Payload } from './payload.ts';
import { createRecently } from './recently.ts';
import { within } from './within.ts';

/** Decides which of several deliveries of the same thing is answered. Never rejects. */
export interface Claiming {
  /** False when this event is answered already, here or elsewhere. While the database is away only this process is sure. */
  event(event: Payload & { type: 'event' }): Promise<boolean>;
  /** `unsure`: the database did not say, so nothing may be written. */
  write(payload: Payload): Promise<'ours' | 'taken' | 'unsure'>;
  /** After a write that wrote nothing: a form can be corrected and submitted again. */
  giveBack(payload: Payload): void;
  readonly counts: ClaimCounts;
}

export interface ClaimCounts {
  /** Deliveries that were left out because another one is answered. */
  duplicates: number;
  /** Events answered without knowing whether another process does too. */
  unclaimed: number;
  /** Writes refused because it could not be known whether they had been done. */
  refused: number;
}

/** Slack has had its acknowledgement for an event, but somebody waits for what comes of it. */
const eventMs = 300;
/** A write has to be acknowledged within 3 s, most of which belong to itself. */
const writeMs = 1000;
/** At most one line about the database in this time. */
const quietMs = 10_000;

export function createClaiming(claims: Claims, log: Log): Claiming {
  const counts: ClaimCounts = { duplicates: 0, unclaimed: 0, refused: 0 };
  const seen = createRecently();
  let quietUntil = 0;

  function say(error: unknown): undefined {
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + quietMs;
    log.warn({ err: error, ...counts }, 'slack.not-claimed');
  }

  /** What the database says; undefined when it fails. */
  const ask = (key: string): Promise<boolean | undefined> => claims.claim(key).catch(say);

  function release(key: string): void {
    claims.release(key).catch(say);
  }

  return {
    counts,
    async event({ eventId, place }) {
      if (eventId === '') return true;
      const key = `event:${place.teamId}:${eventId}`;
      const ours = seen.add(key) ? await within(ask(key), eventMs) : false;
      if (ours === false) counts.duplicates += 1;
      if (ours === undefined) counts.unclaimed += 1;
      return ours !== false;
    },
    async write(payload) {
      const key = writeKey(payload);
      const asked = key === undefined ? Promise.resolve(undefined) : ask(key);
      const ours = await within(asked, writeMs);
      if (ours === true) return 'ours';
      counts[ours === false ? 'duplicates' : 'refused'] += 1;
      if (ours === false) return 'taken';
      // What was refused may be tried again, so a claim that succeeds too late must not stand in its way.
      void asked.then((late) => late && key !== undefined && release(key));
      return 'unsure';
    },
    giveBack(payload) {
      const key = writeKey(payload);
      if (payload.type === 'view' && key !== undefined) release(key);
    },
  };
}

/** Each click has a trigger id of its own; a form keeps its view id however often it is submitted, until it is updated. */
function writeKey(payload: Payload): string | undefined {
  if (payload.type === 'view') return `view:${payload.view.id}:${payload.view.hash}`;
  if (payload.type === 'event') return payload.eventId ? `event:${payload.place.teamId}:${payload.eventId}` : undefined;
  return payload.triggerId ? `trigger:${payload.triggerId}` : undefined;
}
