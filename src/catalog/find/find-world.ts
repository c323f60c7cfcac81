import type { Entry, Tombstone } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';

/** The catalog as far as one audience may know it; nothing else influences what it is told. */
export interface FindWorld {
  get(ref: Ref): Entry | undefined;
  visible(entry: Entry): boolean;
  /** Targets of `ownedBy`. */
  owners(ref: Ref): Ref[];
  tombstone(ref: Ref): Tombstone | undefined;
  /** Name in any case. */
  tombstonesNamed(name: string): Tombstone[];
  /** Web addresses of the sources, for entities that name no repository of their own. */
  repositories?(): Iterable<{ source: string; url: string }>;
}
