import type { SourceConfig } from '#core/catalog-config.ts';
import { registeredParent, type WantedChild } from '#core/child-source.ts';
import type { Source } from '#core/contributions.ts';
import type { Look, Refreshed, Registrations, RegistrationTarget } from '#core/registrations.ts';
import { UserError } from '#core/user-error.ts';
import { type ChildConfig, childConfig, type Parent } from '../children/child-config.ts';
import type { ChildrenDeps } from '../children/sync-children.ts';
import { readChildren, reconcileChildren, type StoredChild } from '../sync/reconcile-children.ts';
import { type SyncReport, syncSource } from '../sync/sync-source.ts';
import { listRegistrations } from './list-registrations.ts';
import { lookAt } from './look-at.ts';
import { leavesAt, pathsOf, type RegisteredChild, withoutRegistration, withRegistration } from './plan-registrations.ts';
import { briefReader } from './read-briefly.ts';
import { refreshedOf, sourceRefresher } from './refresh-source.ts';
import { ensureRegisteredParent } from './registered-parent.ts';
import { registrationTarget, withLongerRefs } from './registration-target.ts';

export interface RegistrarDeps extends ChildrenDeps {
  /** What registrations take from the source that they are children of. */
  parent: Parent;
  /** The sources of the configuration. */
  configured: readonly SourceConfig[];
  /** Reads somewhere apart, and leaves nothing behind. */
  toLook(config: ChildConfig): Source;
  /** Looks at one source, whatever it is, and nothing that it leads to. */
  syncNow(config: SourceConfig, signal: AbortSignal): Promise<SyncReport>;
  /** Fires when the process is to stop. */
  signal: AbortSignal;
}

/** How long a first reading into the catalog may take while somebody waits; the next look goes on with it. */
const firstSyncMs = 30_000;

/** Registering, where Git can be asked. */
export function createRegistrar(deps: RegistrarDeps): Registrations {
  const { ctx, hosts, parent } = deps;
  const read = briefReader((config) => deps.toLook(config));
  const family = { parent: registeredParent, why: 'registered', hosts } as const;
  const stored = () => readChildren(ctx.db, family);
  const apply = (wanted: (children: readonly StoredChild[]) => WantedChild[]) =>
    reconcileChildren(ctx, { ...family, wanted: (children) => wanted(children).map((child) => childConfig(parent, child)) });

  /** What can be read of an address whose ref may be longer than its first name. */
  async function readFirst(first: RegistrationTarget) {
    const readAt = async (target: RegistrationTarget) => ({ target, found: await read(configToLook(parent, target), target.repository) });
    return readAt(first).catch(async (error: unknown) => {
      if (!isNotFound(error)) throw error;
      for (const target of withLongerRefs(first)) {
        const longer = await readAt(target).catch((again: unknown) => (isNotFound(again) ? undefined : Promise.reject(again)));
        if (longer) return longer;
      }
      throw error;
    });
  }

  async function look(url: string): Promise<Look> {
    const { target, found: files } = await readFirst(registrationTarget(url, hosts));
    const known = living(
      (await stored()).find(({ name }) => name === target.source),
      target.path,
    );
    const found = await lookAt(ctx.db, target, files);
    return known ? { ...found, already: { source: target.source, ...whoAndWhen(known) } } : found;
  }

  return {
    look,
    async register({ url, by }) {
      const found = await look(url);
      if (found.already) throw alreadyThere(found);
      if (found.entities.length === 0) throw nothingThere(found.target);
      await ensureRegisteredParent(ctx, parent);
      await apply((children) => {
        const { source, path } = found.target;
        const known = living(
          children.find(({ name }) => name === source),
          path,
        );
        // Somebody else has pressed meanwhile.
        if (known) throw alreadyThere({ ...found, already: { source, ...whoAndWhen(known) } });
        return withRegistration(children, found.target, { by, at: ctx.clock.now() });
      });
      return { look: found, outcome: await firstSync(deps, found.target) };
    },
    async unregister({ source, path }) {
      const before = living(
        (await stored()).find(({ name }) => name === source),
        path,
      );
      if (!before) throw new UserError('not-registered', 'That is not registered any more.', 'List what is registered now.');
      const now = ctx.clock.now();
      await apply((children) => withoutRegistration(children, { source, path }, now));
      return { leavesAt: leavesAt(now.toISOString()).toISOString() };
    },
    list: async () => listRegistrations(await stored(), ctx.clock.now()),
    refresh: sourceRefresher(deps),
  };
}

const isNotFound = (error: unknown) => error instanceof UserError && error.code === 'source-not-found';

function configToLook(parent: Parent, { source, cloneUrl, ref, path }: RegistrationTarget): ChildConfig {
  const paths = [{ path, optional: false }];
  return childConfig(parent, {
    name: source,
    origin: { why: 'registered', url: cloneUrl, ...(ref !== undefined && { ref }), paths, depth: 0 },
  });
}

function living(child: RegisteredChild | undefined, path: string) {
  return child && pathsOf(child).find((named) => named.path === path && named.endedAt === undefined);
}

function whoAndWhen({ by, at }: { by?: string; at?: string }) {
  return { ...(by !== undefined && { by }), ...(at !== undefined && { at }) };
}

/** It is registered once its row is there; what cannot be read in time is read by the next look. */
async function firstSync(deps: RegistrarDeps, { source }: RegistrationTarget): Promise<Refreshed> {
  const child = (await readChildren(deps.ctx.db, { parent: registeredParent, why: 'registered' })).find(({ name }) => name === source);
  if (!child) throw new Error(`${source} was registered and is not there.`);
  const config = childConfig(deps.parent, child);
  const late = AbortSignal.timeout(firstSyncMs);
  try {
    const report = await syncSource(deps.ctx, deps.sourceOf(config), config, { signal: AbortSignal.any([late, deps.signal]) });
    return await refreshedOf(deps.ctx.db, report);
  } catch (error) {
    if (!late.aborted) throw error;
    return { outcome: 'unavailable', source, message: 'Reading it takes longer than this.', fix: 'It goes on in the background.' };
  }
}

function alreadyThere({ already, target }: Look): UserError {
  return already?.source === target.source
    ? new UserError('already-registered', `${target.path} of ${target.repository} is registered already.`, 'Nothing was changed.')
    : new UserError('already-read', `${target.path} of ${target.repository} is read already.`, 'Nothing was changed.');
}

function nothingThere({ repository, path }: RegistrationTarget): UserError {
  return new UserError(
    'nothing-there',
    `${path} of ${repository} describes nothing that can be taken.`,
    'Correct the file, then register it.',
  );
}
