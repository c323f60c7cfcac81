import type { DirectoryView, Entry } from '#plugin.ts';

/** How an entity names its service of PagerDuty, in the annotations of PagerDuty's plugin for Backstage. */
export interface PagerKey {
  by: 'service-id' | 'integration-key';
  value: string;
  /** Who wrote it: the entity itself, or its owner. */
  of: Entry;
}

/** Its own service; else its owner's. A service id goes before a key, because it needs no search. Values are as written. */
export function pagerKeyOf(entry: Entry, view: DirectoryView): PagerKey | undefined {
  const own = keyIn(entry);
  if (own) return own;
  const owners = view.targets(entry.ref, 'ownedBy').map((ref) => view.get(ref));
  const owner = owners.length === 1 ? owners[0] : undefined;
  return owner && keyIn(owner);
}

function keyIn(of: Entry): PagerKey | undefined {
  const notes = of.entity.metadata.annotations ?? {};
  for (const by of ['service-id', 'integration-key'] as const) {
    const value = notes[`pagerduty.com/${by}`]?.trim();
    if (value) return { by, value, of };
  }
  return undefined;
}

const shapes = { 'service-id': /^[A-Z0-9]{4,24}$/i, 'integration-key': /^[a-z0-9]{20,64}$/i };

/** Only what can be one gets into an address. */
export function isPossible({ by, value }: PagerKey): boolean {
  return shapes[by].test(value);
}
