import { expect, test } from 'vitest';
import { entity, putSource, writeCatalog } from '../../../test/support/catalog-rows.ts';
import { eachDatabase } from '../../../test/support/databases.ts';
import { checkAgainst, type GivenFiles, planAgainst, type StoredPlace } from './check-against.ts';

const pay = 'component:default/pay';
const team = 'group:default/team-pay';
const given = (more: Partial<GivenFiles> = {}): GivenFiles => ({
  source: 'shop',
  paths: ['pay/catalog-info.yaml'],
  covered: [],
  entities: [
    {
      ref: pay,
      path: 'pay/catalog-info.yaml',
      line: 2,
      ownerLine: 9,
      relations: [
        { type: 'ownedBy', targetRef: team },
        { type: 'dependsOn', targetRef: 'resource:default/ledger' },
      ],
    },
  ],
  ...more,
});
const ranks = new Map([
  ['org', { orphaned: false, authority: true, position: 0 }],
  ['shop', { orphaned: false, authority: false, position: 1 }],
  ['late', { orphaned: false, authority: false, position: 2 }],
]);
const place = (ref: string, source: string, path: string): StoredPlace => ({ ref, source, path, line: 3 });
const owner = place(team, 'org', 'teams.yaml');
const ledger = place('resource:default/ledger', 'shop', 'ledger/catalog-info.yaml');
const codes = (stored: StoredPlace[], more: Partial<GivenFiles> = {}) =>
  planAgainst(given(more), stored, ranks).map(({ code, severity, line }) => [severity, code, line]);

test('an owner and a dependency that are not in the catalog are told at their lines', () => {
  expect(codes([owner, ledger])).toEqual([]);
  expect(codes([])).toEqual([
    ['warning', 'owner-unknown', 9],
    ['warning', 'reference-dangling', 2],
  ]);
  expect(planAgainst(given(), [], ranks)[0]?.message).toBe('The owner group:default/team-pay is not in the catalog.');
});

test('what was in a file that is given anew, or is gone from a folder that is given, counts no more', () => {
  expect(codes([owner, ledger], { covered: [''] })).toEqual([['warning', 'reference-dangling', 2]]);
  expect(codes([owner, ledger], { covered: ['ledger'] })).toEqual([['warning', 'reference-dangling', 2]]);
  expect(codes([owner, ledger], { covered: ['led'] })).toEqual([]);
  expect(codes([owner, ledger], { paths: ['ledger/catalog-info.yaml'] })).toEqual([['warning', 'reference-dangling', 2]]);
});

test('a ref that something else describes with more right is an error; its own place is not something else', () => {
  const known = [owner, ledger];
  expect(codes([...known, place(pay, 'shop', 'pay/catalog-info.yaml')])).toEqual([]);
  expect(codes([...known, place(pay, 'shop', 'other.yaml')])).toEqual([['error', 'ref-taken', 2]]);
  expect(codes([...known, place(pay, 'org', 'all.yaml')])).toEqual([['error', 'ref-taken', 2]]);
  expect(codes([...known, place(pay, 'late', 'all.yaml')])).toEqual([['warning', 'ref-disputed', 2]]);
  const twice = given().entities.flatMap((one) => [one, { ...one, path: 'copy.yaml' }]);
  expect(codes(known, { entities: twice })).toEqual([['error', 'ref-taken', 2]]);
});

test('files may add to a team of an authority', () => {
  const entities = [{ ref: team, path: 'team.yaml', line: 1, relations: [] }];
  expect(codes([owner], { entities })).toEqual([]);
  expect(codes([place(team, 'late', 'teams.yaml')], { entities })).toEqual([['warning', 'ref-disputed', 1]]);
});

eachDatabase((_name, open) => {
  test('the stored catalog is asked, and left as it is', async () => {
    const { db } = open();
    expect(await checkAgainst(db, given())).toBeUndefined();
    await putSource(db, 'org');
    await putSource(db, 'shop', { position: 1 });
    await writeCatalog(db, {
      put: [
        { entity: entity('Group', 'team-pay'), source: 'org' },
        { entity: entity('Component', 'pay'), source: 'org', path: 'all.yaml', line: 7 },
      ],
    });
    expect(await checkAgainst(db, given())).toMatchObject([
      {
        code: 'ref-taken',
        message: 'component:default/pay is described in all.yaml:7 of the source org already, and this would not be shown.',
      },
      { code: 'reference-dangling' },
    ]);
  });
});
