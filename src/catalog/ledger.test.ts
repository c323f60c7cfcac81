import { sql } from 'drizzle-orm/sql';
import { expect, test } from 'vitest';
import { everyone } from '#core/viewer.ts';
import { noMeter } from '#core/meter.ts';
import { eachDatabase } from '../../test/support/databases.ts';
import { createLedger } from './ledger.ts';

const clock = { now: () => new Date('2026-03-01T23:59:00Z'), uuid: () => crypto.randomUUID() };

eachDatabase((_, open) => {
  test('misses are counted by term and day, shortened, and name nobody', async () => {
    const ledger = createLedger({ db: open().db, clock, meter: noMeter });
    await ledger.miss(' Paymnets ');
    await ledger.miss('paymnets');
    await ledger.miss('😀'.repeat(200));
    await ledger.miss('   ');
    const rows = await open().db.rows<{ term: string; day: string; count: number }>(
      sql`select term, day, count from miss order by count desc`,
    );
    expect(rows[0]).toEqual({ term: 'paymnets', day: '2026-03-01', count: 2 });
    expect(rows.map((row) => Array.from(row.term).length)).toEqual([8, 100]);
  });

  test('what somebody did is written down with who and when', async () => {
    const ledger = createLedger({ db: open().db, clock, meter: noMeter });
    const viewer = { kind: 'member', teamId: 'T1', userId: 'U1', groups: [] } as const;
    await ledger.audit({ viewer, action: 'catalog.share', subject: 'component:default/a', detail: { channel: 'C1' } });
    await ledger.audit({ viewer: everyone, action: 'x', subject: 'y', detail: {} });
    const rows = await open().db.rows(sql`select actor, action, subject, detail, at from audit order by actor desc`);
    expect(rows[0]).toEqual({
      actor: 'slack:T1/U1',
      action: 'catalog.share',
      subject: 'component:default/a',
      detail: { channel: 'C1' },
      at: clock.now(),
    });
  });
});
