import type { SyncReport } from '#catalog/sync/sync-report.ts';
import type { Ref } from '#core/ref.ts';

/** What the buttons and requests of notices are wired with. */
export interface NoticesSlack {
  /** `permissions.admin`. */
  admin: readonly Ref[];
  /** `/catalog` as people here type it. */
  command: `/${string}`;
  /** Applies the removals that are held back in a source, if they are still the set with this id. */
  confirmRemovals(source: string, id: string): Promise<SyncReport>;
}
