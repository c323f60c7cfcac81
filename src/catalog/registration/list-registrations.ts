import type { Registration } from '#core/registrations.ts';
import type { StoredChild } from '../sync/reconcile-children.ts';
import { leavesAt, pathsOf } from './plan-registrations.ts';

/** What is registered, and what was and is still kept. Pure. */
export function listRegistrations(children: readonly StoredChild[], now: Date): Registration[] {
  return children
    .flatMap((child) =>
      pathsOf(child).map(({ path, by, at, endedAt }): Registration => {
        const { ref, url } = child.origin;
        return {
          source: child.name,
          path,
          repository: decodeURIComponent(url.replace(/^https:\/\/|\.git$/g, '')),
          webUrl: child.webUrl,
          ...(ref !== undefined && { ref }),
          ...(by !== undefined && { by }),
          ...(at !== undefined && { at }),
          ...(endedAt !== undefined && { leavesAt: leavesAt(endedAt).toISOString() }),
          ok: child.ok,
          head: child.head,
        };
      }),
    )
    .filter((one) => one.leavesAt === undefined || Date.parse(one.leavesAt) > now.getTime());
}
