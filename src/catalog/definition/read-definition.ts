import type { Db } from '#core/db.ts';
import type { Entry } from '#core/directory.ts';
import { sql } from 'drizzle-orm/sql';

/** Of an API; its text only where it is wanted. */
export interface StoredDefinition {
  /** Equal means the same text. */
  hash: string;
  /** Of the text, in UTF-8. */
  bytes: number;
  text: string | null;
}

/**
 * Reads the definition of an API, which is not in memory; undefined where it has none, or is another source's by now, which
 * not everyone need see who saw the entry. The text is left out when its hash is `known`, or when it is longer than `most` bytes.
 */
export async function readDefinition(
  db: Db,
  { ref, source }: Pick<Entry, 'ref' | 'source'>,
  { known = '', most }: { known?: string | undefined; most: number },
): Promise<StoredDefinition | undefined> {
  const [row] = await db.rows<StoredDefinition>(sql`
    select d.hash, octet_length(d.definition)::float8 as bytes,
      case when d.hash <> ${known} and octet_length(d.definition) <= ${most} then d.definition end as text
    from descriptor d where d.ref = ${ref} and d.holder and d.source = ${source} and d.definition is not null`);
  return row;
}
