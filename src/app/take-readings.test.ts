import { expect, test } from 'vitest';
import { onDatabase } from '../../test/support/databases.ts';
import { minutesAgo, now, world } from '../../test/support/world.ts';
import { takeReadings } from './take-readings.ts';

onDatabase('pglite', (_name, open) => {
  test('an organisation lags as much as the repository that lags most; nobody looks at what nothing names any more', async () => {
    const directory = world({
      entities: [],
      sources: [
        { name: 'acme', everyMs: 60_000, seenAt: minutesAgo(1) },
        { name: 'acme/shop', parent: 'acme', everyMs: 60_000, seenAt: minutesAgo(4) },
        { name: 'acme/gone', parent: 'acme', everyMs: 60_000, seenAt: minutesAgo(99), orphanedAt: minutesAgo(98) },
        { name: 'new', everyMs: 5_000, seenAt: null },
      ],
    });
    const clock = { now: () => now, uuid: () => '' };
    expect(await takeReadings({ directory, open: open(), clock })).toMatchObject({
      catalogAgeSeconds: 0,
      sources: [
        { name: 'acme', lagSeconds: 240, everySeconds: 60 },
        { name: 'new', lagSeconds: Infinity, everySeconds: 5 },
      ],
      problems: { error: 0, warning: 0 },
    });
  });
});
