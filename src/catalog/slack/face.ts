import type { CatalogConfig } from '#core/catalog-config.ts';
import type { DirectoryView } from '#core/directory.ts';
import type { People } from '#core/ports.ts';
import type { Ref } from '#core/ref.ts';

/** What cards need to know besides the catalog. */
export interface Face {
  config: Pick<CatalogConfig, 'owners' | 'fallback'>;
  people: People;
  /** `others`: more people than the asker read it, so nobody may be mentioned: a mention there would page them. */
  audience: 'asker' | 'others';
  /** What a ref that is not in the catalog was probably meant to be. */
  nearest(view: DirectoryView, ref: Ref): Ref | undefined;
}
