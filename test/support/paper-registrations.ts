import type { Problem } from '#core/descriptor.ts';
import type { Look, Registration, Registrations } from '#core/registrations.ts';
import { formatRef } from '#core/ref.ts';

/** Registrations that take whatever they are asked for, and say of it what they are told to. */
export function paperRegistrations(look: Look, listed: readonly Registration[]): Registrations {
  const { source } = look.target;
  const { problems, errors, warnings } = look;
  const found = { source, head: look.commit, problems, errors, warnings };
  return {
    look: () => Promise.resolve(look),
    register: () => Promise.resolve({ look, outcome: { outcome: 'synced', counts: { added: 1 }, held: 2, ...found } }),
    unregister: () => Promise.resolve({ leavesAt: '2026-12-01T08:00:00.000Z' }),
    list: () => Promise.resolve([...listed]),
    refresh: () => Promise.resolve({ outcome: 'synced', counts: { added: 0, changed: 3 }, held: 1, ...found }),
  };
}

/** As bad as it gets: `words` wherever somebody else's words can be, and of everything too much. */
export function looksLike(words: string, source: string): Look {
  const many = <T>(make: (n: number) => T): T[] => Array.from({ length: 100 }, (_, n) => make(n));
  const path = `${words}/`.repeat(8);
  const problem: Problem = { severity: 'error', code: 'any', message: words.repeat(20), fix: words.repeat(20), path, line: 7 };
  return {
    target: {
      source,
      host: 'github.com',
      repository: `github.com/acme/${words}`,
      cloneUrl: 'https://github.com/acme/shop.git',
      path,
      assumed: true,
    },
    webUrl: 'https://github.com/acme/shop',
    commit: 'a'.repeat(40),
    digest: '0'.repeat(16),
    entities: many((n) => ({
      ref: formatRef({ kind: 'component', name: `c${n}` }),
      name: words,
      title: words.repeat(30),
      owner: `group:default/${words}`,
      path,
      line: n,
    })),
    kinds: { component: 20_000, [words]: 3 },
    problems: many(() => problem),
    errors: 100,
    warnings: 20,
    notAllowed: { user: 3, [words]: 1 },
    conflicts: many((n) => ({ ref: `component:default/${words}${n}`, holder: { source: n % 2 ? source : 'hidden', path, line: n } })),
    conflictCount: 4_000,
    elsewhere: many(() => ({ repository: `github.com/acme/${words}`, targets: 9 })),
  };
}
