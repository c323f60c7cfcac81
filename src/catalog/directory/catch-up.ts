import type { Clock } from '#core/clock.ts';
import type { Ref } from '#core/ref.ts';
import { applyRefs } from './apply-refs.ts';
import { compareDirectory } from './compare-directory.ts';
import type { Memory } from './memory.ts';
import { readNews } from './read-feed.ts';
import { type Read } from './read-rows.ts';
import { readSources } from './read-sources.ts';

export interface CatchUp {
  /** Up to which number of the feed memory is true; undefined while that has to be found out by comparing. */
  readonly position: number | undefined;
  /** Makes memory equal to the database, as of the moment that is given back. Rejects when the database is away. */
  run(): Promise<Date>;
  /** Nobody knows which database comes back: the next run compares everything. */
  distrust(): void;
}

export interface CatchUpDeps {
  read: Read;
  memory: Memory;
  clock: Clock;
  /** Without it everything is compared first. */
  position: number | undefined;
  /** After each step: what changed; nothing but facts about sources when `refs` is empty. */
  news: (refs: readonly Ref[]) => void;
}

const hour = 3_600_000;

/** Reads the feed from where memory stands, or compares everything: at first, once an hour, and where numbers are missing. */
export function createCatchUp({ read, memory, clock, news, ...start }: CatchUpDeps): CatchUp {
  let { position } = start;
  let comparedAt = clock.now().getTime();
  let facts = '';

  async function compare(): Promise<number> {
    position = undefined;
    const compared = await compareDirectory(read, memory);
    position = compared.position;
    comparedAt = clock.now().getTime();
    news(compared.changed);
    return position;
  }

  /** True when there is more to read. */
  async function follow(from: number): Promise<boolean> {
    const found = await readNews(read, from);
    if (found.gap) {
      await compare();
      return true;
    }
    // Facts first: whom a new entity may be shown to must be known before it is there.
    if (found.facts !== facts) memory.setSources(await readSources(read, memory.sources));
    const changed = await applyRefs(read, memory, found.refs);
    position = found.position;
    if (changed.length > 0 || found.facts !== facts) news(changed);
    facts = found.facts;
    return found.more;
  }

  return {
    get position() {
      return position;
    },
    async run() {
      const asOf = clock.now();
      let from = position === undefined || asOf.getTime() - comparedAt > hour ? await compare() : position;
      while (await follow(from)) from = position ?? 0;
      return asOf;
    },
    distrust() {
      position = undefined;
    },
  };
}
