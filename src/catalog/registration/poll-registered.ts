import { registeredParent } from '#core/child-source.ts';
import { childConfig } from '../children/child-config.ts';
import { configsOf, followElsewhere, syncThese } from '../children/sync-children.ts';
import { readChildren, reconcileChildren, type StoredChild } from '../sync/reconcile-children.ts';
import { type SyncReport, syncSource } from '../sync/sync-source.ts';
import { keptRegistrations } from './plan-registrations.ts';
import { ensureRegisteredParent, hasRegisteredParent, markLooked } from './registered-parent.ts';
import type { RegistrarDeps } from './registrar.ts';

/** Looks at all that is registered and at what Locations there lead to; what was ended a week ago goes. */
export async function pollRegistered(deps: RegistrarDeps, signal: AbortSignal): Promise<SyncReport[]> {
  const { ctx, parent, hosts } = deps;
  if (!(await hasRegisteredParent(ctx.db))) return [];
  await ensureRegisteredParent(ctx, parent);
  const family = { parent: registeredParent, why: 'registered', hosts } as const;
  const before = await readChildren(ctx.db, family);
  const now = ctx.clock.now();
  await reconcileChildren(ctx, {
    ...family,
    wanted: (stored) => keptRegistrations(stored, now).map((child) => childConfig(parent, child)),
  });
  const reports: SyncReport[] = [];
  const configs = await configsOf(ctx, parent, { why: 'registered' });
  for (const config of configs.filter(({ name }) => shrank(before, name, now))) {
    // Somebody ended it a week ago, so however much goes with it need not be confirmed.
    reports.push(await syncSource(ctx, deps.sourceOf(config), config, { signal, confirm: true }));
  }
  reports.push(...(await syncThese(deps, configs, signal)));
  await markLooked(ctx.db, ctx.clock.now());
  return [...reports, ...(await followElsewhere(deps, parent, { signal }))];
}

function shrank(before: readonly StoredChild[], name: string, now: Date): boolean {
  const child = before.find((one) => one.name === name);
  const kept = child && keptRegistrations([child], now)[0];
  return child !== undefined && kept !== undefined && kept.origin.paths.length < child.origin.paths.length;
}
