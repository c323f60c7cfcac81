import { expect, test } from 'vitest';
import { latestSlot } from './latest-slot.ts';

const weekdays = [1, 2, 3, 4, 5];
const slot = (now: string, time = '10:00', days: readonly number[] = weekdays, timeZone = 'Europe/Berlin') =>
  latestSlot({ kind: 'at', time, days, timeZone }, new Date(now));

test('the last ten o’clock of a working day, as clocks show it there', () => {
  expect(slot('2026-11-23T09:00:00Z')).toEqual({ at: new Date('2026-11-23T09:00:00Z'), day: '2026-11-23' });
  expect(slot('2026-11-23T08:59:59Z')?.day).toBe('2026-11-20');
  expect(slot('2026-11-22T23:30:00Z')?.day).toBe('2026-11-20');
  expect(slot('2026-06-15T08:00:00Z')).toEqual({ at: new Date('2026-06-15T08:00:00Z'), day: '2026-06-15' });
  expect(slot('2026-11-23T01:00:00Z', '10:00', weekdays, 'Asia/Tokyo')).toEqual({
    at: new Date('2026-11-23T01:00:00Z'),
    day: '2026-11-23',
  });
  expect(slot('2026-11-23T17:59:00Z', '10:00', weekdays, 'America/Los_Angeles')?.day).toBe('2026-11-20');
});

test('weekly is one day of the week; today’s may be yet to come', () => {
  expect(slot('2026-11-23T09:00:00Z', '10:00', [1])?.day).toBe('2026-11-23');
  expect(slot('2026-11-23T08:00:00Z', '10:00', [1])?.day).toBe('2026-11-16');
  expect(slot('2026-11-23T09:00:00Z', '10:00', [])).toBeUndefined();
});

test('when clocks change a notice comes once: a time that is skipped later, one that is repeated the first time', () => {
  const every = [1, 2, 3, 4, 5, 6, 7];
  expect(slot('2026-03-29T12:00:00Z', '02:30', every)?.at).toEqual(new Date('2026-03-29T01:30:00Z'));
  expect(slot('2026-10-25T12:00:00Z', '02:30', every)?.at).toEqual(new Date('2026-10-25T00:30:00Z'));
  expect(slot('2026-10-25T12:00:00Z', '03:30', every)?.at).toEqual(new Date('2026-10-25T02:30:00Z'));
  expect(slot('2026-03-29T12:00:00Z', '10:00', every)?.at).toEqual(new Date('2026-03-29T08:00:00Z'));
});
