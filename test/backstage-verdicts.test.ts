import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import { entityIn, readText } from '#catalog/descriptor/read-text.fixture.ts';
import { relate } from '#catalog/relate.ts';

interface Group {
  about: string;
  document: string;
  edges?: string;
  taken?: string[];
  related?: [part: string, edges: string][];
  metadata?: [part: string, metadata: Record<string, unknown>][];
  refused?: string[];
  differs?: string[];
}

const groups = load(readFileSync(join(import.meta.dirname, 'fixtures/backstage-verdicts.yaml'), 'utf8')) as Group[];

/** Backstage finds out about targets later, and says nothing of edges that it leaves out. */
const ours = /^(?:target-|ref-other-kind$)/;

/** What we make of a document: taken without a word, with which edges and which metadata beside the name. */
function read({ document }: Group, part: string) {
  const file = readText(document.replace('%', () => part));
  const found = entityIn(file);
  const { name: _name, namespace: _namespace, ...metadata } = found?.metadata ?? {};
  return {
    clean: file.descriptors.length === 1 && file.problems.every(({ code }) => ours.test(code)),
    edges: (found ? relate(found) : [])
      .map(({ type, targetRef }) => `${type} ${targetRef}`)
      .toSorted()
      .join(', '),
    metadata,
  };
}

test.each(groups.map((group) => [group.about, group]))('%s: what a running Backstage took is taken, and becomes the same', (_, group) => {
  const related = group.related ?? (group.taken ?? []).map((part) => [part, group.edges] as const);
  for (const [part, edges] of related) {
    const found = read(group, part);
    expect({ part, clean: found.clean, edges: found.edges }).toEqual({ part, clean: true, edges });
  }
  for (const [part, metadata] of group.metadata ?? []) {
    const found = read(group, part);
    expect({ part, clean: found.clean, metadata: found.metadata }).toEqual({ part, clean: true, metadata });
  }
});

test.each(groups.map((group) => [group.about, group]))('%s: what a running Backstage refused is never taken without a word', (_, group) => {
  for (const part of group.refused ?? []) expect({ part, clean: read(group, part).clean }).toEqual({ part, clean: false });
});

test('what was written down is enough to prove something, and hardly anything differs', () => {
  const count = (parts: (group: Group) => readonly unknown[] | undefined) =>
    groups.reduce((sum, group) => sum + (parts(group)?.length ?? 0), 0);
  const taken = count((group) => group.taken) + count((group) => group.related) + count((group) => group.metadata);
  expect(taken).toBeGreaterThan(350);
  expect(count((group) => group.refused)).toBeGreaterThan(350);
  expect(count((group) => group.differs)).toBeLessThan(30);
});
