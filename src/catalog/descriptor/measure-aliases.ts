import { EVENT_ID, type Event } from 'js-yaml';

/** What a document holds once its aliases are written out; `aliases: 0` needs no measuring. */
export interface Unfolded {
  aliases: number;
  /** Characters of all scalars plus one for each node. */
  size: number;
  depth: number;
  /** An alias that stands inside its own anchor. */
  circular: boolean;
}

interface Open {
  size: number;
  depth: number;
  anchor?: string;
}

/**
 * Aliases share memory until somebody writes the document out, so a few hundred bytes can mean gigabytes. This counts
 * what they mean, from the events, without making it.
 */
export function measureAliases(events: readonly Event[], source: string): Unfolded {
  const known = new Map<string, { size: number; depth: number } | 'open'>();
  const root: Open = { size: 0, depth: 0 };
  const open: Open[] = [root];
  const result = { aliases: 0, circular: false };
  const add = (size: number, depth: number): void => {
    const parent = open.at(-1) ?? root;
    parent.size += size;
    parent.depth = Math.max(parent.depth, depth + 1);
  };
  for (const event of events) {
    if (event.type === EVENT_ID.DOCUMENT) continue;
    if (event.type === EVENT_ID.ALIAS) {
      result.aliases++;
      const meant = known.get(source.slice(event.anchorStart, event.anchorEnd));
      if (meant === 'open') result.circular = true;
      else if (meant) add(meant.size, meant.depth);
    } else if (event.type === EVENT_ID.POP) {
      const done = open.length > 1 ? open.pop() : undefined;
      if (!done) continue;
      if (done.anchor !== undefined) known.set(done.anchor, { size: done.size, depth: done.depth });
      add(done.size, done.depth);
    } else {
      const anchor = event.anchorStart === -1 ? undefined : source.slice(event.anchorStart, event.anchorEnd);
      if (event.type === EVENT_ID.SCALAR) {
        const size = 1 + Math.max(0, event.valueEnd - event.valueStart);
        if (anchor !== undefined) known.set(anchor, { size, depth: 0 });
        add(size, 0);
      } else {
        if (anchor !== undefined) known.set(anchor, 'open');
        open.push(anchor === undefined ? { size: 1, depth: 0 } : { size: 1, depth: 0, anchor });
      }
    }
  }
  return { ...result, size: root.size, depth: root.depth };
}
