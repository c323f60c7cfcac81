import { isDeepStrictEqual } from 'node:util';
import type { Contents, Row } from './catalog-contents.ts';

/** Columns that make a row of a table the same one. */
const identity: Record<keyof Contents, string[]> = {
  sources: ['name'],
  claims: ['source', 'path', 'doc'],
  files: ['source', 'path'],
  problems: ['source', 'path', 'ordinal'],
  tombstones: ['ref'],
  feed: [],
};

type Tables = Partial<Contents>;

/** What is otherwise than it should be, a line for each row, such as `claims acme/pay catalog-info.yaml 0: holder false, not true`. */
export function tellDifferences(is: Tables, should: Tables): string[] {
  const tables = Object.keys(identity) as (keyof Contents)[];
  return tables.flatMap((table) => tableDifferences(table, is[table] ?? [], should[table] ?? []));
}

function tableDifferences(table: keyof Contents, is: readonly Row[], should: readonly Row[]): string[] {
  const name = (row: Row) => [table, ...identity[table].map((column) => row[column])].join(' ');
  const there = new Map(is.map((row) => [name(row), row]));
  const wanted = new Map(should.map((row) => [name(row), row]));
  const lost = [...wanted.keys()].filter((key) => !there.has(key)).map((key) => `${key} is missing`);
  const other = [...there].flatMap(([key, row]) => {
    const as = wanted.get(key);
    if (!as) return [`${key} should not be there`];
    const columns = Object.keys({ ...row, ...as }).filter((column) => !isDeepStrictEqual(row[column], as[column]));
    return columns.length === 0
      ? []
      : [`${key}: ${columns.map((column) => `${column} ${short(row[column])}, not ${short(as[column])}`).join('; ')}`];
  });
  return [...lost, ...other];
}

/** The first lines, as they fit into a table. */
export function inShort(lines: readonly string[]): string {
  const more = lines.length > 3 ? `; and ${lines.length - 3} more` : '';
  return lines.slice(0, 3).join('; ').replaceAll('|', '/') + more;
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
