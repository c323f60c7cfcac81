import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogConfig } from '#core/catalog-config.ts';
import { registeredParent } from '#core/child-source.ts';
import type { Source } from '#core/contributions.ts';
import type { ChildConfig } from '#catalog/children/child-config.ts';
import type { ChildrenDeps } from '#catalog/children/sync-children.ts';
import type { RegistrarDeps } from '#catalog/registration/registrar.ts';
import { createSource, type SourceDeps } from '#catalog/sources/create-source.ts';

/** What somebody looks at before it is in the catalog may cost less than what is. */
const lookLimits = { askMs: 10_000, fetchMs: 15_000, localMs: 15_000, fetchBytes: 200_000_000, packs: 100 };

/** How registrations are read: below a parent that comes after every source of the configuration. */
export function registrarDeps(
  catalog: CatalogConfig,
  children: ChildrenDeps,
  { deps, ...more }: { deps: SourceDeps } & Pick<RegistrarDeps, 'signal' | 'syncNow'>,
): RegistrarDeps {
  const looks = join(deps.dataDir, 'looks');
  // Left by a process that was killed; nobody else uses this folder.
  const cleared = rm(looks, { recursive: true, force: true }).catch(() => undefined);
  return {
    ...children,
    parent: { name: registeredParent, position: catalog.sources.length, ...catalog.registered },
    configured: catalog.sources,
    ...more,
    toLook: (config: ChildConfig): Source => ({
      id: config.name,
      async read(previous, stop) {
        await cleared;
        const dataDir = join(looks, randomUUID());
        try {
          return await createSource(config, { ...deps, dataDir, gitLimits: lookLimits }).read(previous, stop);
        } finally {
          await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
        }
      },
    }),
  };
}
