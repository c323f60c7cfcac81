/** Remembers the last few thousand ids. */
export interface Recently {
  /** True the first time. */
  add(id: string): boolean;
}

/** Remembers at least the newest `capacity` ids and at most twice as many. Two sets take turns, so forgetting costs nothing. */
export function createRecently(capacity = 10_000): Recently {
  let young = new Set<string>();
  let old = new Set<string>();
  return {
    add(id) {
      if (young.has(id) || old.has(id)) return false;
      young.add(id);
      if (young.size >= capacity) [old, young] = [young, new Set()];
      return true;
    },
  };
}
