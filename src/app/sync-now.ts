import type { SourceConfig } from '#core/catalog-config.ts';
import { SourceUnavailable } from '#core/descriptor.ts';
import type { Glance } from '#catalog/github/look-at-repositories.ts';
import type { RegistrarDeps } from '#catalog/registration/registrar.ts';
import { syncSource } from '#catalog/sync/sync-source.ts';
import type { Reader, ReaderParts } from './open-reader.ts';

/** Looks at one source alone: of an organisation at its people, or at the one repository. */
export function syncNow(readers: ReadonlyMap<string, Reader>, { children }: Pick<ReaderParts, 'children'>): RegistrarDeps['syncNow'] {
  return async (config, signal) => {
    // Names of the configuration have no slash; those of children begin with their parent's.
    const reader = readers.get(config.name.split('/')[0] ?? '');
    const glance = glanceAt(config);
    if (reader?.glance && glance) return onlyReport(config, () => reader.glance?.(glance, signal));
    if (reader?.config.name === config.name) return (await reader.look({ signal }))[0];
    if (config.type !== 'git') throw new Error(`${config.name} is read by no reader.`);
    return syncSource(children.ctx, (reader?.children ?? children).sourceOf(config), config, { signal });
  };
}

function glanceAt(config: SourceConfig): Glance | undefined {
  if (config.type === 'github') return { people: true };
  if (config.type !== 'git' || config.child?.why !== 'repository') return undefined;
  return { names: [new URL(config.child.url).pathname.slice(1)] };
}

async function onlyReport({ name }: SourceConfig, look: () => ReturnType<NonNullable<Reader['glance']>> | undefined) {
  try {
    const reports = (await look()) ?? [];
    return reports.find(({ source }) => source === name) ?? { outcome: 'unchanged' as const, source: name };
  } catch (error) {
    if (!(error instanceof SourceUnavailable)) throw error;
    const { code, message, fix } = error;
    return { outcome: 'unavailable' as const, source: name, code, message, fix };
  }
}
