import { expect, test } from 'vitest';
import { UserError } from '#core/user-error.ts';
import { whyRefused } from './why-refused.ts';

const now = new Date('2026-11-23T10:00:00Z');
const why = (code: string, attempts = 0) => whyRefused(new UserError(code, 'No.', 'Later.'), attempts, now);
const minutes = (n: number) => new Date(now.getTime() + n * 60_000);

test('what Slack did not confirm is unknown; a full channel is asked again soon; refusals less and less often', () => {
  expect(why('slack-unreachable')).toEqual({ outcome: 'unknown' });
  expect(why('slack-busy', 99)).toEqual({ outcome: 'refused', code: 'slack-busy', again: minutes(1) });
  expect([0, 1, 2, 3].map((n) => why('not-in-channel', n))).toEqual([
    { outcome: 'refused', code: 'not-in-channel', again: minutes(10) },
    { outcome: 'refused', code: 'not-in-channel', again: minutes(60) },
    { outcome: 'refused', code: 'not-in-channel', again: minutes(240) },
    { outcome: 'refused', code: 'not-in-channel' },
  ]);
  expect(why('shared-channel')).toEqual({ outcome: 'refused', code: 'shared-channel' });
  expect(whyRefused(new Error('invalid_blocks'), 0, now)).toEqual({ outcome: 'refused', code: 'failed', again: minutes(10) });
});
