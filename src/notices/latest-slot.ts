import type { Schedule } from '#core/notice.ts';

/** The last time at or before `now` that a schedule names, and its day there, e.g. `2026-11-23`. */
export interface Slot {
  at: Date;
  day: string;
}

const dayMs = 24 * 3600_000;

/**
 * Pure. A time that a change of clocks skips is taken as much later; one that it repeats counts the first time.
 * Undefined when the schedule names no day at all.
 */
export function latestSlot({ time, days, timeZone }: Schedule & { kind: 'at' }, now: Date): Slot | undefined {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  // A week and a day: today's time may be yet to come.
  for (let back = 0; back <= 7; back += 1) {
    const there = wallClock(new Date(now.getTime() - back * dayMs), timeZone);
    const day = new Date(Date.UTC(there.getUTCFullYear(), there.getUTCMonth(), there.getUTCDate()));
    if (!days.includes(day.getUTCDay() || 7)) continue;
    const at = instantOf(day.getTime() + (hour * 60 + minute) * 60_000, timeZone);
    if (at <= now) return { at, day: day.toISOString().slice(0, 10) };
  }
  return undefined;
}

/** What clocks there show, as if it were UTC. */
function wallClock(at: Date, timeZone: string): Date {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  return new Date(Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')));
}

/** The moment at which clocks there show `wall`, milliseconds as if it were UTC. */
function instantOf(wall: number, timeZone: string): Date {
  const offset = (at: number) => wallClock(new Date(at), timeZone).getTime() - at;
  const [before, after] = [offset(wall - dayMs), offset(wall + dayMs)];
  const first = wall - before;
  return new Date(offset(first) === before ? first : offset(wall - after) === after ? wall - after : first);
}
