import type { CatalogConfig } from '#core/catalog-config.ts';
import type { People } from '#core/ports.ts';

/** What cards need to know besides the catalog. */
export interface Face {
  config: Pick<CatalogConfig, 'owners' | 'fallback'>;
  people: People;
  /** `others`: more people than the asker read it, so nobody may be mentioned: a mention there would page them. */
  audience: 'asker' | 'others';
}
