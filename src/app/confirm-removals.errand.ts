import type { SyncReport } from '#catalog/sync/sync-report.ts';
import type { Errand } from '#jobs/define-errand.ts';
import type { Errands } from '#jobs/send-errands.ts';
import type { Syncer } from './create-syncer.ts';

interface Asked {
  source: string;
  /** Names the set of removals. */
  set: string;
}

const id = 'catalog.confirm-removals';

/** A confirmation reads the source once more, which processes that only answer need not be able to do. */
export function confirmRemovalsErrand(syncer: Pick<Syncer, 'confirmRemovals'>): Errand {
  return {
    id,
    run(_, asked) {
      const { source, set } = asked as Asked;
      return syncer.confirmRemovals(source, set);
    },
  };
}

/** The same, done by a process that works. */
export function distantConfirmation(errands: Errands): Syncer['confirmRemovals'] {
  return (source, set) => errands.ask(id, { source, set }) as Promise<SyncReport>;
}
