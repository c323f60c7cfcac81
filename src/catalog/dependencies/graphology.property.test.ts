import { everyone, operator } from '#core/viewer.ts';
import type { NeedsGraph } from '#core/needs-graph.ts';
import type { Ref } from '#core/ref.ts';
import fc from 'fast-check';
import { DirectedGraph } from 'graphology';
import { stronglyConnectedComponents } from 'graphology-components';
import { bidirectional, singleSourceLength } from 'graphology-shortest-path/unweighted.js';
import { createUnweightedIndexedBrandes } from 'graphology-shortest-path/indexed-brandes.js';
import { expect, test } from 'vitest';
import { entity, world } from '../../../test/support/world.ts';
import { closureOf } from './closure.ts';
import { directNeeds } from './direct-needs.ts';
import { findCycles } from './find-cycles.ts';
import { shortestPaths } from './shortest-paths.ts';

const refOf = (n: number): Ref => `component:default/c${n}`;
const apiRefOf = (n: number): Ref => `api:default/a${n}`;

interface Made {
  dependsOn: [number, number][];
  dependencyOf: [number, number][];
  consumes: [number, number][];
  provides: [number, number][];
  /** In the catalog, and seen by everyone. */
  open: boolean[];
}

/** `size` things; from `size` on there is none of that name. */
const made = fc.integer({ min: 1, max: 9 }).chain((size) => {
  const thing = fc.integer({ min: 0, max: size - 1 });
  const pairs = (other: number) => fc.array(fc.tuple(thing, fc.integer({ min: 0, max: other })), { maxLength: size * 2 });
  return fc.record<Made>({
    dependsOn: pairs(size),
    dependencyOf: pairs(size),
    consumes: pairs(3),
    provides: pairs(3),
    open: fc.array(
      fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
      { minLength: size, maxLength: size },
    ),
  });
});

function catalogOf({ open, ...stated }: Made) {
  const ends = (pairs: [number, number][], n: number, write: (m: number) => Ref) =>
    pairs.filter(([from]) => from === n).map(([, to]) => write(to));
  const things = open.map((isOpen, n) => {
    const spec = {
      dependsOn: ends(stated.dependsOn, n, refOf),
      dependencyOf: ends(stated.dependencyOf, n, refOf),
      consumesApis: ends(stated.consumes, n, apiRefOf),
      providesApis: ends(stated.provides, n, apiRefOf),
    };
    return { entity: entity('Component', `c${n}`, spec), source: isOpen ? 'catalog' : 'secret' };
  });
  const apis = [0, 1].map((n) => entity('API', `a${n}`));
  return world({ entities: [...things, ...apis], sources: [{ name: 'catalog' }, { name: 'secret', visibleTo: [] }] });
}

/** The rule, written down once more and edge by edge: what is needed, by whom. */
function needsOf({ open, ...stated }: Made, sees: (n: number) => boolean): DirectedGraph {
  const graph = new DirectedGraph();
  const seen = (n: number) => n >= open.length || sees(n);
  const add = (from: number, to: number): void => {
    if (seen(from) && seen(to)) graph.mergeDirectedEdge(refOf(from), refOf(to));
  };
  for (const n of open.keys()) if (sees(n)) graph.mergeNode(refOf(n));
  for (const [from, to] of stated.dependsOn) add(from, to);
  for (const [from, to] of stated.dependencyOf) add(to, from);
  for (const [from, api] of stated.consumes) for (const [to, same] of stated.provides) if (same === api) add(from, to);
  return graph;
}

function compare(ours: NeedsGraph, theirs: DirectedGraph): void {
  const backwards = new DirectedGraph();
  theirs.forEachNode((node) => backwards.addNode(node));
  theirs.forEachDirectedEdge((_edge, _attributes, from, to) => backwards.mergeDirectedEdge(to, from));
  if (theirs.order === 0) return;
  const knots = stronglyConnectedComponents(theirs);
  const brandes = createUnweightedIndexedBrandes(theirs);
  for (const [index, start] of theirs.nodes().entries()) {
    for (const [way, graph] of [
      ['down', theirs],
      ['up', backwards],
    ] as const) {
      const lengths = Object.entries<number>(singleSourceLength(graph, start)).filter(([, length]) => length > 0);
      const levels = closureOf(ours, start, { way }).levels;
      expect(levels.map((level) => level.toSorted())).toEqual(
        levels.map((_, i) =>
          lengths
            .filter(([, length]) => length === i + 1)
            .map(([ref]) => ref)
            .toSorted(),
        ),
      );
      expect(levels.flat()).toHaveLength(lengths.length);
      expect(closureOf(ours, start, { way, depth: 1 })).toEqual({ levels: levels.slice(0, 1), more: levels.length > 1 });
      expect(
        directNeeds(ours, start, way)
          .map(({ ref }) => ref)
          .toSorted(),
      ).toEqual(graph.outNeighbors(start).toSorted());
    }
    const knot = knots.find((members) => members.includes(start)) ?? [];
    const circles = theirs.outNeighbors(start).filter((next) => knot.includes(next));
    const cycles = findCycles(ours, start);
    expect(cycles.map(([, next]) => next ?? '').toSorted()).toEqual(circles.toSorted());
    for (const cycle of cycles) {
      const [first, second = ''] = cycle;
      expect([first, cycle.at(-1)]).toEqual([start, start]);
      expect(cycle.length - 1).toBe(bidirectional(theirs, second, start)?.length);
      for (const [i, ref] of cycle.slice(1).entries()) expect(theirs.hasDirectedEdge(cycle[i] ?? '', ref)).toBe(true);
    }
    const [stack, , counts] = brandes(index);
    // It is the same one each time, and whoever asks has to empty it.
    stack.clear();
    for (const [at, to] of theirs.nodes().entries()) {
      if (to === start) continue;
      const { paths, more } = shortestPaths(ours, { from: start, to }, 1000);
      expect(more).toBe(false);
      expect(paths).toHaveLength(counts[at] ?? -1);
      expect(new Set(paths.map((path) => path.join())).size).toBe(paths.length);
      for (const path of paths) {
        expect(path).toHaveLength(bidirectional(theirs, start, to)?.length ?? -1);
        for (const [i, ref] of path.slice(1).entries()) expect(theirs.hasDirectedEdge(path[i] ?? '', ref)).toBe(true);
      }
      expect(shortestPaths(ours, { from: start, to }, 1)).toEqual({ paths: paths.slice(0, 1), more: paths.length > 1 });
    }
  }
}

test('closure, direct needs, cycles and paths are those of graphology, for who sees all and for who does not', () => {
  const property = fc.property(made, (facts) => {
    const catalog = catalogOf(facts);
    compare(
      catalog.for(operator).needs(),
      needsOf(facts, () => true),
    );
    compare(
      catalog.for(everyone).needs(),
      needsOf(facts, (n) => facts.open[n] === true),
    );
  });
  fc.assert(property, { numRuns: 1000 });
});
