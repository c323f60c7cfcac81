import { type Db as BossDb, PgBoss } from 'pg-boss';

export interface BossOptions {
  boss: BossDb;
  kind: 'postgres' | 'pglite';
  /** Look after jobs whose worker died. */
  supervise: boolean;
}

/** Seconds; a dead worker's job is found within one of these after its heartbeat is overdue. */
const superviseEvery = 20;

/** pg-boss on our pool; it has no connection of its own. Its schema is made, or brought up to date, when it starts. */
export function createBoss({ boss: db, kind, supervise }: BossOptions): PgBoss {
  return new PgBoss({
    db,
    backend: kind,
    schedule: false,
    supervise,
    superviseIntervalSeconds: superviseEvery,
    monitorIntervalSeconds: superviseEvery,
    reindex: false,
    monitorVacuum: false,
  });
}
