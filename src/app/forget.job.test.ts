import type { Clock } from '#core/clock.ts';
import { noMeter } from '#core/meter.ts';
import { operator } from '#core/viewer.ts';
import { createLedger } from '#catalog/ledger.ts';
import { claimRows } from '#slack/claim-rows.ts';
import { sql } from 'drizzle-orm/sql';
import { expect, test } from 'vitest';
import { entity, putSource, writeCatalog } from '../../test/support/catalog-rows.ts';
import { eachDatabase, silentLog } from '../../test/support/databases.ts';
import { forgetJob } from './forget.job.ts';

const day = 24 * 3600_000;
const hour = 3600_000;
const today = new Date('2026-11-23T14:05:00Z');
const at = (days: number): Clock => ({ now: () => new Date(today.getTime() + days * day), uuid: () => crypto.randomUUID() });
const never = new AbortController().signal;

eachDatabase((_, open) => {
  test('claims go after 2 days, changes after 30, misses after 90 and what was done after a year', async () => {
    const { db } = open();
    const ledger = createLedger({ db, clock: at(0), meter: noMeter });
    await claimRows(db, at(0)).claim('event:T1:E1');
    await ledger.miss('paymnets');
    await ledger.audit({ viewer: operator, action: 'catalog.share', subject: 'component:default/a', detail: {} });
    await putSource(db, 'org');
    const cart = { entity: entity('Component', 'cart'), source: 'org' };
    for (let n = 0; n < 2; n++) await writeCatalog(db, { put: [cart] });
    await db.rows(sql`update catalog_change set at = ${today.toISOString()}::timestamptz`);

    const left = async (days: number) => {
      for (const key of forgetJob.keys()) expect(await forgetJob.run({ db, clock: at(days), log: silentLog }, key, never)).toBe(hour);
      const [row] =
        await db.rows(sql`select (select count(*) from claimed_request) as claims, (select count(*) from catalog_change) as feed,
        (select count(*) from miss) as misses, (select count(*) from audit) as audit`);
      return row;
    };
    expect(await left(1.9)).toEqual({ claims: 1, feed: 2, misses: 1, audit: 1 });
    expect(await left(29.9)).toEqual({ claims: 0, feed: 2, misses: 1, audit: 1 });
    expect(await left(89.9)).toEqual({ claims: 0, feed: 1, misses: 1, audit: 1 });
    expect(await left(364.9)).toEqual({ claims: 0, feed: 1, misses: 0, audit: 1 });
    expect(await left(366)).toEqual({ claims: 0, feed: 1, misses: 0, audit: 0 });
  });

  test('a lot is forgotten a little at a time, and soon', async () => {
    const { db } = open();
    await db.rows(sql`insert into claimed_request (key, at) select 'k' || n, '2020-01-01' from generate_series(1, 700) n`);
    const run = () => forgetJob.run({ db, clock: at(0), log: silentLog }, 'claims', never);
    expect(await run()).toBeLessThan(60_000);
    expect(await db.rows(sql`select count(*) as n from claimed_request`)).toEqual([{ n: 200 }]);
    expect(await run()).toBe(hour);
  });
});
