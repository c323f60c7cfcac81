import type { DirectoryView, Entry } from '#core/directory.ts';
import { everyone, operator, type Viewer } from '#core/viewer.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { entity, refOf } from '../../../test/support/catalog-rows.ts';
import { buildView } from './build-view.ts';
import { createCatalogMemory } from './catalog-memory.ts';
import type { SourceRow } from './memory.ts';
import { visibleSources } from './visible-sources.ts';

const nobody = { userIdOf: () => undefined, emailOf: () => undefined, userGroupIdOf: () => undefined };
const at = new Date('2026-11-01T10:00:00Z');
const places = { open: 'everyone', secret: ['group:default/crew'], vault: ['group:default/board'] } as const;
type Where = keyof typeof places | 'forgotten';

function sourceRow(name: keyof typeof places): SourceRow {
  const still = { type: 'git', position: 0, authority: true, everyMs: 1000, head: null, branch: null, seenAt: at, syncedAt: at };
  return { name, visibleTo: places[name], webUrl: `https://git.test/acme/${name}-repository`, ...still, ok: true, problems: 0, held: 0 };
}

interface Sketch {
  name: string;
  where: Where;
  owner: string;
  needs: string[];
  rival: Where | null;
  gone: boolean;
}

/** Names tell where the entity comes from, so that a leak shows in any text. */
function catalog(sketches: Sketch[]) {
  const { memory, finder } = createCatalogMemory(nobody);
  memory.setSources((Object.keys(places) as (keyof typeof places)[]).map(sourceRow));
  for (const { name, where, owner, needs, rival, gone } of sketches) {
    const own = entity(
      'Component',
      `${name}-${where}`,
      { owner, dependsOn: needs.map((need) => `component:${need}`) },
      { title: `The ${name} of ${where}` },
    );
    const ref = refOf(own);
    const rivals = rival === null ? [] : [{ source: rival, path: `rival-${rival}.yaml`, line: 1 }];
    const uid = '00000000-0000-4000-8000-000000000000';
    if (gone)
      memory.remove(ref, {
        ref,
        uid,
        kind: 'Component',
        name: own.metadata.name,
        source: where,
        path: 'a.yaml',
        removedAt: at,
        fromCommit: null,
        toCommit: null,
      });
    else
      memory.put({
        entry: { uid, ref, entity: own, source: where, path: `${where}.yaml`, doc: 0, line: 1, changedAt: at, rivals },
        print: 1,
      });
  }
  const sight = { memory, finder, freshness: () => ({ from: 'database' as const, asOf: at }) };
  return { memory, view: (viewer: Viewer): DirectoryView => buildView(sight, visibleSources(viewer, memory.sources)) };
}

const member = (...groups: string[]): Viewer => ({ kind: 'member', teamId: 'T', userId: 'U', groups });
const where = fc.constantFrom<Where>('open', 'secret', 'vault', 'forgotten');
const word = fc.constantFrom('cart', 'card', 'payments', 'ledger', 'basket');
const full = fc.tuple(word, where).map(([name, source]) => `${name}-${source}`);
const sketch: fc.Arbitrary<Sketch> = fc.record({
  name: word,
  where,
  owner: fc.constant('group:default/crew'),
  needs: fc.array(full, { maxLength: 3 }),
  rival: fc.option(where),
  gone: fc.boolean(),
});
const viewers: [viewer: Viewer, sees: Where[]][] = [
  [everyone, ['open']],
  [{ kind: 'guest', teamId: 'T', userId: 'U', groups: ['group:default/crew'] }, ['open']],
  [{ kind: 'external', teamId: 'T', userId: 'U', groups: ['group:default/board'] }, ['open']],
  [{ kind: 'unknown', teamId: 'T', userId: 'U', groups: ['group:default/crew'] }, ['open']],
  [member(), ['open']],
  [member('group:default/crew'), ['open', 'secret']],
  [member('group:default/board', 'group:default/crew'), ['open', 'secret', 'vault']],
];

/** All that a view can be made to say about these names, except what the asker's own visible files say. */
function everything(view: DirectoryView, names: string[]): unknown {
  const bare = (entry: Entry): unknown => ({ ref: entry.ref, source: entry.source, path: entry.path, rivals: entry.rivals });
  return [
    [...view.entries()].map(bare),
    (['open', 'secret', 'vault', 'forgotten'] as const).map((name) => view.source(name)),
    names.map((name) => {
      const ref = `component:default/${name}`;
      const found = view.find(name);
      const shown = JSON.stringify(found, (key, value: unknown) => (key === 'entity' || key === 'typed' ? undefined : value));
      const entry = view.get(ref);
      return [entry && bare(entry), view.tombstone(ref), shown, view.nearest(`component:default/${name}x`)];
    }),
  ];
}

describe('a view', () => {
  test('says nothing of a source that its viewer may not see, whatever it is asked', () => {
    const words = ['cart', 'card', 'payments', 'ledger', 'basket', 'paymnets'];
    const names = [...words, ...words.flatMap((name) => Object.keys({ ...places, forgotten: 1 }).map((source) => `${name}-${source}`))];
    const urls = Object.keys(places).map((name) => `https://git.test/acme/${name}-repository/blob/main/${name}.yaml`);
    fc.assert(
      fc.property(fc.array(sketch, { maxLength: 12 }), (sketches) => {
        const { memory, view } = catalog(sketches);
        for (const [viewer, sees] of viewers) {
          const shown = view(viewer);
          const told =
            JSON.stringify(everything(shown, names)) +
            JSON.stringify(
              urls.map((url) => shown.find(url)),
              (key, value: unknown) => (key === 'entity' ? undefined : value),
            );
          for (const source of ['secret', 'vault', 'forgotten'] as const) if (!sees.includes(source)) expect(told).not.toContain(source);
          for (const { entry } of memory.claims.values()) {
            const related = [
              ...shown.relations(entry.ref).map((r) => r.targetRef),
              ...shown.targets(entry.ref, 'dependsOn'),
              ...shown.targets(entry.ref, 'dependencyOf'),
            ];
            for (const target of related) {
              const there = memory.claims.get(target)?.entry;
              expect(there === undefined || sees.includes(there.source as Where)).toBe(true);
            }
            if (!sees.includes(entry.source as Where)) expect(related).toEqual([]);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  test('shows the operator all of it, and keeps a target that is not in the catalog', () => {
    const base = { owner: 'group:default/crew', rival: 'vault', gone: false } as const;
    const { view } = catalog([
      { ...base, name: 'cart', where: 'open', needs: ['ledger-secret', 'nowhere'] },
      { ...base, name: 'ledger', where: 'secret', needs: [] },
    ]);
    const cart = 'component:default/cart-open';
    expect(view(operator).targets(cart, 'dependsOn')).toEqual(['component:default/ledger-secret', 'component:default/nowhere']);
    expect(view(everyone).targets(cart, 'dependsOn')).toEqual(['component:default/nowhere']);
    expect(view(operator).get(cart)?.rivals).toHaveLength(1);
    expect(view(everyone).get(cart)?.rivals).toEqual([]);
    expect(view(member('group:default/crew')).relations('component:default/ledger-secret')).toContainEqual({
      type: 'dependencyOf',
      targetRef: cart,
    });
    expect(view(everyone).nearest('component:default/legder-secret')).toBeUndefined();
    expect(view(operator).nearest('component:default/legder-secret')).toBe('component:default/ledger-secret');
  });
});
