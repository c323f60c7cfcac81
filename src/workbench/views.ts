import { randomBytes } from 'node:crypto';
import { type Json, list, object, text } from './json.ts';
import { withIds } from './with-ids.ts';

/** A modal or Home tab as it is open for one person. */
export interface OpenView {
  id: string;
  hash: string;
  user: string;
  /** As the app sent it, every block and element with its id. */
  view: Json;
  rootId: string;
  previousId: string | undefined;
  /** Block id → action id → what is entered. */
  values: Record<string, Record<string, Json>>;
  /** Block id → what the app said is wrong. */
  errors: Record<string, string>;
}

type Shown = { view: OpenView } | { error: string };

/** The views of all people, with Slack's rules: three modals on each other, hashes against lost updates. */
export interface Views {
  /** On top of what the person has open, if anything. */
  push(user: string, view: Json): Shown;
  update(target: { id?: string; externalId?: string; hash?: string }, view: Json): Shown;
  publish(user: string, view: Json, hash?: string): Shown;
  /** What lies on top, and how much there is. */
  stack(user: string): readonly OpenView[];
  home(user: string): OpenView | undefined;
  find(id: string): OpenView | undefined;
  /** Takes the topmost away; or all of them. */
  close(user: string, all: boolean): void;
  keep(view: OpenView, change: Pick<OpenView, 'values'> | Pick<OpenView, 'errors'>): void;
}

/** https://docs.slack.dev/surfaces/modals: the limit of views on each other. */
const deepest = 3;

export function createViews({ nextTs, changed }: { nextTs: () => string; changed: () => void }): Views {
  const stacks = new Map<string, OpenView[]>();
  const homes = new Map<string, OpenView>();
  const all = () => [...[...stacks.values()].flat(), ...homes.values()];
  const find = (id: string) => all().find((open) => open.id === id);

  function create(user: string, view: Json, under?: OpenView): OpenView {
    const id = `V0${randomBytes(5).toString('hex').toUpperCase()}`;
    const place = { rootId: under?.rootId ?? id, previousId: under?.id };
    return { id, hash: newHash(nextTs()), user, view: withIds(view), ...place, values: {}, errors: {} };
  }

  function taken(view: Json, but?: OpenView): boolean {
    const id = text(view['external_id']);
    return id !== '' && all().some((open) => open !== but && open.view['external_id'] === id);
  }

  function renew(open: OpenView, view: Json): Shown {
    const next = withIds(view);
    // What was typed stays where the same field is still there; Slack goes by block and action id.
    const ids = new Set(list(next['blocks']).map((block) => text(object(block)['block_id'])));
    const values = Object.fromEntries(Object.entries(open.values).filter(([block]) => ids.has(block)));
    Object.assign(open, { view: next, hash: newHash(nextTs()), values, errors: {} });
    changed();
    return { view: open };
  }

  return {
    push(user, view) {
      const stack = stacks.get(user) ?? [];
      if (stack.length >= deepest) return { error: 'push_limit_reached' };
      if (taken(view)) return { error: 'duplicate_external_id' };
      const open = create(user, view, stack.at(-1));
      stacks.set(user, [...stack, open]);
      changed();
      return { view: open };
    },
    update({ id, externalId, hash }, view) {
      const open = all().find((one) => (id ? one.id === id : externalId !== undefined && one.view['external_id'] === externalId));
      if (!open) return { error: 'not_found' };
      if (hash !== undefined && hash !== open.hash) return { error: 'hash_conflict' };
      if (taken(view, open)) return { error: 'duplicate_external_id' };
      return renew(open, view);
    },
    publish(user, view, hash) {
      const open = homes.get(user);
      if (hash !== undefined && hash !== open?.hash) return { error: 'hash_conflict' };
      if (open) return renew(open, view);
      const made = create(user, view);
      homes.set(user, made);
      changed();
      return { view: made };
    },
    stack: (user) => stacks.get(user) ?? [],
    home: (user) => homes.get(user),
    find,
    close(user, every) {
      stacks.set(user, every ? [] : (stacks.get(user) ?? []).slice(0, -1));
      changed();
    },
    keep(view, change) {
      Object.assign(view, change);
      changed();
    },
  };
}

const newHash = (ts: string): string => `${ts}.${randomBytes(4).toString('hex')}`;
