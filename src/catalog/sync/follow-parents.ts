import type { Db } from '#core/db.ts';
import { sql } from 'drizzle-orm/sql';

/** What children take from their parent, those that nothing names any more too: who may see it counts at once. In a transaction. */
export async function followParents(tx: Db): Promise<void> {
  await tx.rows(sql`
    update source c set position = p.position, visible_to = p.visible_to, every_ms = p.every_ms, version = c.version + 1
    from source p where p.name = c.parent
      and (c.position, c.visible_to, c.every_ms) is distinct from (p.position, p.visible_to, p.every_ms)`);
  await tx.rows(sql`
    update source p set children_version = children_version + 1 where exists (select from source c where c.parent = p.name)`);
}
