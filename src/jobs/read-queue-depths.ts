import type { Db as BossDb } from 'pg-boss';

/** Queue → jobs whose time has come and that nobody has taken yet; every queue is there, an empty one with 0. */
export async function readQueueDepths(boss: Pick<BossDb, 'executeSql'>): Promise<Record<string, number>> {
  const { rows } = await boss.executeSql(`
    select q.name, count(j.id)::int as depth
    from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state < 'active' and j.start_after <= now()
    where q.name not like '\\_\\_%' group by q.name`);
  return Object.fromEntries(rows.map((row: { name: string; depth: number }) => [row.name, row.depth]));
}
