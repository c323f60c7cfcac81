import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { eachDatabase } from '../../test/support/databases.ts';

eachDatabase((name, open) => {
  it('gives rows in the same shapes on every driver', async () => {
    const [row] = await open().db.rows(sql`
      select 1::bigint as big, count(*) as counted, timestamptz '2026-01-02T03:04:05.678Z' as at, '{"a":[1,null]}'::jsonb as doc,
        null as nothing, true as yes, array['a','b'] as list, 1.5::float8 as real`);
    expect(row).toEqual({
      big: 1,
      counted: 1,
      at: new Date('2026-01-02T03:04:05.678Z'),
      doc: { a: [1, null] },
      nothing: null,
      yes: true,
      list: ['a', 'b'],
      real: 1.5,
    });
  });

  it('takes JSON as text or as a value, dates, and arrays with awkward items', async () => {
    const names = ['plain', 'with "quotes"', 'back\\slash', 'comma, brace }', '', 'NULL'];
    const at = new Date('2026-11-23T19:00:00.001Z');
    const [row] = await open().db.rows(sql`
      select ${JSON.stringify({ a: 'x' })}::jsonb as text, ${sql.param({ a: ["it's", '"'] })}::jsonb as value,
        ${sql.param(names)}::text[] as names, ${at}::timestamptz as at, ${null}::text as nothing, ${7}::int as seven`);
    expect(row).toEqual({ text: { a: 'x' }, value: { a: ["it's", '"'] }, names, at, nothing: null, seven: 7 });
  });

  it(`is ${name}`, () => expect(open().kind).toBe(name));
});
