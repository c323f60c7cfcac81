import type { Bounds } from '#core/catalog-config.ts';
import { type ChildOrigin, registeredParent } from '#core/child-source.ts';
import type { Source } from '#core/contributions.ts';
import { readChildren, reconcileChildren } from '../sync/reconcile-children.ts';
import { type SyncCtx, type SyncReport, syncSource } from '../sync/sync-source.ts';
import { childConfig, type ChildConfig, type Parent } from './child-config.ts';
import { readElsewhere, readNamings } from './read-namings.ts';
import { tellNamers } from './tell-namers.ts';
import { wantChildren } from './want-children.ts';

export interface ChildrenDeps {
  ctx: SyncCtx;
  bounds: Bounds;
  /** Names of `catalog.hosts`. */
  hosts: readonly string[];
  sourceOf(config: ChildConfig): Source;
}

type Which = 'all' | readonly string[];

/** How many children of one source are read at a time: each is a question to a Git host. */
const together = 4;

/**
 * Reads what the Locations of a source name in other repositories, and what Locations there name, until nothing new is
 * named. Gives the reports of those that were not just unchanged. One that cannot be read takes nothing else with it.
 * `which`: all of them, or only those of these names and those that were never read, when something small was looked at.
 */
export async function followElsewhere(
  deps: ChildrenDeps,
  parent: Parent,
  { signal, which = 'all' }: { signal: AbortSignal; which?: Which },
): Promise<SyncReport[]> {
  const reports: SyncReport[] = [];
  const done = new Set<string>();
  for (let depth = 0; depth <= deps.bounds.locationDepth; depth += 1) {
    await wantElsewhere(deps, parent);
    const next = (await configsOf(deps.ctx, parent, { why: 'location', which })).filter(({ name }) => !done.has(name));
    if (next.length === 0) return reports;
    for (const { name } of next) done.add(name);
    reports.push(...(await syncThese(deps, next, signal)));
  }
  return reports;
}

/** Brings the rows of children in line with what the files name now. */
async function wantElsewhere({ ctx, bounds, hosts }: ChildrenDeps, parent: Parent): Promise<void> {
  const namings = await readNamings(ctx.db, parent.name);
  const targets = namings.flatMap((naming) => naming.targets);
  const isRead = targets.length === 0 ? () => false : await readElsewhere(ctx.db, targets);
  const wanted = wantChildren(nameBelow(parent), namings, { bounds, isRead }).map((child) => childConfig(parent, child));
  await reconcileChildren(ctx, { parent: parent.name, why: 'location', wanted, hosts });
}

/** A repository that a registered file names must not be called as if somebody had registered it. */
function nameBelow({ name }: Parent): string {
  return name === registeredParent ? `${registeredParent}/named` : name;
}

/** How each child that is still named is read. */
export async function configsOf(
  ctx: SyncCtx,
  parent: Parent,
  { why, which = 'all' }: { why: ChildOrigin['why']; which?: Which },
): Promise<ChildConfig[]> {
  const children = await readChildren(ctx.db, { parent: parent.name, why });
  const asked = children.filter(
    ({ name, orphanedAt, syncedAt }) => orphanedAt === null && (which === 'all' || syncedAt === null || which.includes(name)),
  );
  return asked.map((child) => childConfig(parent, child));
}

/** Reads some children, a few at a time. */
export async function syncThese(deps: ChildrenDeps, configs: readonly ChildConfig[], signal: AbortSignal): Promise<SyncReport[]> {
  const waiting = [...configs];
  const reports: SyncReport[] = [];
  const work = async () => {
    for (let config = waiting.shift(); config; config = waiting.shift()) {
      const report = await syncSource(deps.ctx, deps.sourceOf(config), config, { signal });
      await tellNamers(deps.ctx, config, report);
      if (report.outcome !== 'unchanged') reports.push(report);
    }
  };
  await Promise.all(Array.from({ length: together }, work));
  return reports.toSorted((a, b) => (a.source < b.source ? -1 : 1));
}
