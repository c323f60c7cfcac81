import type { Tombstone } from '#core/directory.ts';
import { splitRef, type Ref } from '#core/ref.ts';

/** What was removed, by ref and by name. */
export interface Tombstones {
  readonly all: ReadonlyMap<Ref, Tombstone>;
  named(name: string): Tombstone[];
  set(tombstone: Tombstone): void;
  delete(ref: Ref): void;
  clear(): void;
}

export function createTombstones(): Tombstones {
  const all = new Map<Ref, Tombstone>();
  const byName = new Map<string, Set<Ref>>();
  return {
    all,
    named: (name) => [...(byName.get(name.toLowerCase()) ?? [])].flatMap((ref) => all.get(ref) ?? []),
    set(tombstone) {
      const { name } = splitRef(tombstone.ref);
      all.set(tombstone.ref, tombstone);
      const alike = byName.get(name);
      if (alike) alike.add(tombstone.ref);
      else byName.set(name, new Set([tombstone.ref]));
    },
    delete(ref) {
      if (!all.delete(ref)) return;
      const { name } = splitRef(ref);
      const alike = byName.get(name);
      alike?.delete(ref);
      if (alike?.size === 0) byName.delete(name);
    },
    clear() {
      all.clear();
      byName.clear();
    },
  };
}
