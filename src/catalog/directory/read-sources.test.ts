import { sql, type SQL } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { eachDatabase } from '../../../test/support/databases.ts';
import type { SourceRow } from './memory.ts';
import type { Read } from './read-rows.ts';
import { readSources } from './read-sources.ts';

eachDatabase((_name, open) => {
  let statements = 0;
  const read: Read = <Row extends object>(statement: SQL) => {
    statements += 1;
    return open().db.rows<Row>(statement);
  };
  const look = async (known?: ReadonlyMap<string, SourceRow>) => {
    statements = 0;
    const rows = await readSources(read, known);
    return { rows: new Map(rows.map((row) => [row.name, row])), statements };
  };
  const seen = (rows: ReadonlyMap<string, SourceRow>) => [...rows].map(([name, { seenAt }]) => `${name} ${seenAt?.getUTCHours()}`);

  it('reads the repositories of an organisation only when something happened to one, and sees all when it was seen', async () => {
    const { db } = open();
    await db.rows(sql`
      insert into source (name, type, position, visible_to, every_ms, config_hash, parent, origin, ok, seen_at, children_version)
      select name, 'git', 0, '"everyone"', 1, 'x', parent, nullif(origin, 'null'), ok, '2026-11-23T08:00Z', version
      from json_to_recordset(${JSON.stringify([
        { name: 'acme', parent: null, origin: null, ok: true, version: 1 },
        { name: 'acme/pay', parent: 'acme', origin: { why: 'repository' }, ok: true, version: 0 },
        { name: 'acme/shop', parent: 'acme', origin: { why: 'repository' }, ok: false, version: 0 },
        { name: 'acme/x/y/z', parent: 'acme', origin: { why: 'location' }, ok: true, version: 0 },
        { name: 'other', parent: null, origin: null, ok: true, version: 0 },
      ])}::json) as x(name text, parent text, origin jsonb, ok boolean, version int)`);
    const first = await look();
    expect(first.statements).toBe(2);
    expect(seen(first.rows)).toEqual(['acme 8', 'acme/pay 8', 'acme/shop 8', 'acme/x/y/z 8', 'other 8']);
    await db.rows(sql`update source set seen_at = '2026-11-23T09:00Z' where name = 'acme'`);
    const second = await look(first.rows);
    expect(second.statements).toBe(1);
    expect(seen(second.rows)).toEqual(['acme 9', 'acme/pay 9', 'acme/shop 8', 'acme/x/y/z 8', 'other 8']);
    await db.rows(sql`update source set ok = true, head = 'h' where name = 'acme/shop'`);
    await db.rows(sql`update source set children_version = 2 where name = 'acme'`);
    const third = await look(second.rows);
    expect(third.statements).toBe(2);
    expect(third.rows.get('acme/shop')).toMatchObject({ head: 'h', ok: true });
    expect(seen(third.rows)).toEqual(['acme 9', 'acme/pay 9', 'acme/shop 9', 'acme/x/y/z 8', 'other 8']);
    await db.rows(sql`delete from source where parent = 'acme'`);
    await db.rows(sql`update source set children_version = 3 where name = 'acme'`);
    expect(seen((await look(third.rows)).rows)).toEqual(['acme 9', 'other 8']);
  });
});
