import { describe, expect, it } from 'vitest';
import { PaperCatalog } from '../../../test/support/paper-catalog.ts';
import type { Doc, Files } from '../../../test/support/scripted-source.ts';

const pay = 'component:default/pay';
const payDoc: Doc = { name: 'pay', description: 'takes money' };

describe('a ref that several places claim', () => {
  it('belongs to an authority source, whoever came first', () => {
    const paper = new PaperCatalog({ teams: { position: 0 }, org: { position: 1, authority: true } });
    paper.sync('teams', { 'a.yaml': [{ name: 'cleo', kind: 'User' }] });
    expect(paper.holder('user:default/cleo')?.source).toBe('teams');
    paper.sync('org', { 'org.yaml': [{ name: 'cleo', kind: 'User' }] });
    expect(paper.holder('user:default/cleo')?.source).toBe('org');
    paper.sync('teams', { 'a.yaml': [{ name: 'cleo', kind: 'User', description: 'me, really' }] });
    expect(paper.holder('user:default/cleo')?.source).toBe('org');
  });

  it('belongs to the source that switchboard.yaml names first', () => {
    const paper = new PaperCatalog({ first: { position: 0 }, second: { position: 1 } });
    paper.sync('second', { 'a.yaml': [payDoc] });
    paper.sync('first', { 'z.yaml': [{ name: 'pay', owner: 'team-b' }] });
    expect(paper.picture).toEqual([`${pay} first/z.yaml#0*`, `${pay} second/a.yaml#0`]);
  });

  it('changes in no commit of its own when another source lays claim to it, or gives it up', () => {
    const paper = new PaperCatalog({ first: { position: 0 }, second: { position: 1 } });
    paper.sync('first', { 'a.yaml': [payDoc] }, { head: 'f1' });
    const told = ({ changes }: ReturnType<typeof paper.sync>) => changes.map(({ op, source, commit }) => [op, source, commit]);
    expect(told(paper.sync('second', { 'z.yaml': [{ name: 'pay' }] }, { head: 's1' }))).toEqual([['disputed', 'first', null]]);
    expect(told(paper.sync('first', {}, { head: 'f2' }))).toContainEqual(['moved', 'second', null]);
  });

  it('cannot be taken by a file that sorts before, and is inherited by it', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', { 'm.yaml': [payDoc] });
    const plan = paper.sync('main', { 'm.yaml': [payDoc], 'a.yaml': [{ name: 'pay', owner: 'thief' }] });
    expect(paper.picture).toEqual([`${pay} main/a.yaml#0`, `${pay} main/m.yaml#0*`]);
    expect(plan.changes).toMatchObject([{ op: 'disputed', before: [], after: [{ source: 'main', path: 'a.yaml', line: 1 }] }]);
    const uid = paper.holder(pay)?.uid;
    const handover = paper.sync('main', { 'a.yaml': [{ name: 'pay', owner: 'thief' }] });
    expect(paper.holder(pay)).toMatchObject({ path: 'a.yaml', uid });
    expect(handover.changes.map(({ op, field }) => [op, field])).toEqual([
      ['moved', null],
      ['changed', 'description'],
      ['changed', 'owner'],
      ['disputed', null],
    ]);
  });

  it('stays with the file that moved without a change, and with the document that slid down in its file', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    const rival: Files = { 'a.yaml': [{ name: 'pay', owner: 'thief' }] };
    paper.sync('main', { 'm.yaml': [payDoc] });
    paper.sync('main', { ...rival, 'z.yaml': [payDoc] });
    expect(paper.holder(pay)?.path).toBe('z.yaml');
    paper.sync('main', { ...rival, 'z.yaml': [{ name: 'other' }, payDoc] });
    expect(paper.holder(pay)).toMatchObject({ path: 'z.yaml', doc: 1 });
  });

  it('may be claimed twice in one file, of which the last is what counts, as in Backstage', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', { 'a.yaml': [payDoc, payDoc] });
    expect(paper.picture).toEqual([`${pay} main/a.yaml#0`, `${pay} main/a.yaml#1*`]);
    paper.sync('main', { 'a.yaml': [payDoc, payDoc, payDoc] });
    expect(paper.picture).toEqual([`${pay} main/a.yaml#0`, `${pay} main/a.yaml#1`, `${pay} main/a.yaml#2*`]);
    paper.sync('main', { 'a.yaml': [{ name: 'web' }, payDoc] });
    expect(paper.picture).toEqual([`${pay} main/a.yaml#1*`, 'component:default/web main/a.yaml#0*']);
  });

  it('changes hands within one file when two documents swap places', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', { 'a.yaml': [payDoc, { name: 'web' }] });
    paper.sync('main', { 'a.yaml': [{ name: 'web' }, payDoc] });
    expect(paper.picture).toEqual([`${pay} main/a.yaml#1*`, 'component:default/web main/a.yaml#0*']);
  });
});

describe('identity', () => {
  it('is not guessed when two candidates have the same content', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', { 'a.yaml': [{ name: 'one' }], 'b.yaml': [{ name: 'two' }] });
    const before = new Set([...paper.claims.values()].map((claim) => claim.uid));
    const plan = paper.sync('main', { 'a.yaml': [{ name: 'uno' }], 'b.yaml': [{ name: 'dos' }] });
    expect(plan.changes.map((change) => change.op).toSorted()).toEqual(['added', 'added', 'removed', 'removed']);
    expect([...paper.claims.values()].filter((claim) => before.has(claim.uid))).toEqual([]);
  });

  it('is not carried to another kind, nor away from a ref that another source still claims', () => {
    const paper = new PaperCatalog({ main: { position: 0 }, other: { position: 1 } });
    paper.sync('other', { 'x.yaml': [payDoc] });
    paper.sync('main', { 'a.yaml': [payDoc], 'b.yaml': [{ name: 'db', kind: 'Resource' }] });
    const plan = paper.sync('main', { 'a.yaml': [{ ...payDoc, name: 'payments' }], 'b.yaml': [{ name: 'db', kind: 'API' }] });
    expect(plan.changes.map((change) => change.op)).not.toContain('renamed');
    expect(paper.holder(pay)?.source).toBe('other');
  });

  it('goes with a rename, told by both names', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', { 'a.yaml': [{ ...payDoc, title: 'Pay' }] });
    const plan = paper.sync('main', { 'a.yaml': [{ ...payDoc, name: 'payments', title: 'Payments' }] });
    expect(plan.changes).toMatchObject([
      { op: 'renamed', ref: 'component:default/payments', before: pay, after: 'component:default/payments' },
      { op: 'changed', field: 'title', before: 'Pay', after: 'Payments' },
    ]);
    expect(plan.tombstones).toEqual([]);
  });
});

describe('the feed', () => {
  it('does not call a document changed that only slid to another line', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', { 'a.yaml': [payDoc] });
    const then = paper.clock.now();
    paper.clock.forward(1000);
    const plan = paper.sync('main', { 'a.yaml': [{ name: 'new' }, payDoc] }, { head: 'c2' });
    expect(plan.changes.filter((change) => change.ref === pay)).toMatchObject([{ op: 'moved', before: { line: 1 }, after: { line: 11 } }]);
    expect(paper.holder(pay)).toMatchObject({ changedAt: then, changedCommit: null });
  });

  it('says when something breaks, and when it is whole again', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', { 'a.yaml': [payDoc] });
    const broken = { line: 3, message: 'bad indent' };
    expect(paper.sync('main', { 'a.yaml': { unreadable: 'bad indent' } }).changes).toMatchObject([
      { op: 'changed', field: 'broken', before: null, after: broken },
    ]);
    expect(paper.sync('main', { 'a.yaml': [payDoc] }).changes).toMatchObject([
      { op: 'changed', field: 'broken', before: broken, after: null },
    ]);
  });
});

describe('removals', () => {
  const many = (count: number): Files =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`f${n}.yaml`, [{ name: `c${n}`, description: `${n}` }]]));

  it.each([
    { had: 100, left: 80, held: 0 },
    { had: 100, left: 79, held: 21 },
    { had: 200, left: 160, held: 0 },
    { had: 200, left: 159, held: 41 },
    { had: 20, left: 0, held: 0 },
    { had: 21, left: 0, held: 21 },
  ])('of $had to $left hold back $held', ({ had, left, held }) => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', many(had));
    const plan = paper.sync('main', many(left));
    expect(plan.held?.refs ?? []).toHaveLength(held);
    expect(plan.tombstones).toHaveLength(held === 0 ? had - left : 0);
  });

  it('wait beside what now stands in their place, and go when confirmed', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    const together: Files = { 'all.yaml': Array.from({ length: 30 }, (_, n) => ({ name: `c${n}`, description: `${n}` })) };
    paper.sync('main', together);
    paper.sync('main', { 'all.yaml': [{ name: 'new', description: 'something else' }] }, { head: 'c2' });
    expect(paper.picture.filter((line) => line.endsWith('* gone'))).toHaveLength(30);
    expect(paper.picture).toHaveLength(31);
    paper.sync('main', { 'all.yaml': [{ name: 'new', description: 'something else' }] }, { head: 'c2', confirmed: true });
    expect(paper.picture).toEqual(['component:default/new main/all.yaml#0*']);
  });

  it('do not wait for entities that only moved or were renamed', () => {
    const paper = new PaperCatalog({ main: { position: 0 } });
    paper.sync('main', many(60));
    const moved = Object.fromEntries(Object.entries(many(60)).map(([path, docs]) => [`moved/${path}`, docs]));
    expect(paper.sync('main', moved).held).toBeNull();
    const renamed = Object.fromEntries(
      Array.from({ length: 60 }, (_, n) => [`moved/f${n}.yaml`, [{ name: `d${n}`, description: `${n}` }]]),
    );
    expect(paper.sync('main', renamed)).toMatchObject({ held: null, tombstones: [] });
  });
});
