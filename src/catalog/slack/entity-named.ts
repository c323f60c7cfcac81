import type { DirectoryView, Entry } from '#core/directory.ts';
import { UserError } from '#core/user-error.ts';
import { displayName } from '../ownership/owner.ts';
import type { Asked } from './answer-about.ts';

const mostNamed = 5;

/**
 * The one thing that somebody names who wants to do something about it. Throws UserError that says what to write
 * instead: what only looks alike is not taken for it. `usage` is how it is said, such as `/catalog follow`.
 */
export function entityNamed(view: DirectoryView, { text, typed }: Asked, usage: string): Entry {
  const found = view.find(text);
  switch (found.outcome) {
    case 'one':
      return found.entry;
    case 'assumed':
      throw nothing(typed, [found.entry], usage);
    case 'several': {
      const message = `“${typed}” could be ${found.total === 1 ? '' : `one of ${found.total}: `}${refs(found.entries)}.`;
      throw new UserError('which-one', message, `Say which, as in: ${usage} ${found.entries[0]?.ref ?? typed}`);
    }
    case 'removed':
      throw new UserError('removed', `${found.tombstone.name} is not in the catalog any more.`, `Name something that is there.`);
    case 'none':
      throw nothing(typed, found.nearest, usage);
    case 'nothing-asked':
      throw new UserError('nothing-named', 'Name something in the catalog.', `For example: ${usage} payments-api`);
  }
}

function nothing(typed: string, nearest: readonly Entry[], usage: string): UserError {
  const [first] = nearest;
  const hint = first ? `Nearest is ${displayName(first)}: ${usage} ${first.ref}` : 'Name it as the catalog does, or paste a link to it.';
  return new UserError('not-found', `Nothing in the catalog is called “${typed}”.`, hint);
}

function refs(entries: readonly Entry[]): string {
  return entries
    .slice(0, mostNamed)
    .map(({ ref }) => ref)
    .join(', ');
}
