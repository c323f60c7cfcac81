import { describe, expect, test } from 'vitest';
import { everyone } from '#core/viewer.ts';
import { paymentsCompany } from '../../../test/support/payments-company.ts';
import { entity, world } from '../../../test/support/world.ts';
import { explainNothing } from './explain-nothing.ts';
import { parseSearch } from './parse-search.ts';
import { searchEntities } from './search-entities.ts';

describe('what is asked', () => {
  test.each([
    [
      'Payments kind:component owner:team-x',
      {
        words: ['payments'],
        filters: [
          ['kind', 'component'],
          ['owner', 'team-x'],
        ],
      },
    ],
    [
      '“pay room” owner:"Team Payments" -tag:old',
      {
        words: ['pay', 'room'],
        filters: [
          ['owner', 'team payments'],
          ['-tag', 'old'],
        ],
      },
    ],
    [
      'kind=component,spec.type=service',
      {
        words: [],
        filters: [
          ['kind', 'component'],
          ['type', 'service'],
        ],
      },
    ],
    ['kind:component,api kinds:api', { words: [], filters: [['kind', 'component', 'api', 'api']] }],
    [
      'metadata.annotations.github.com/project-slug=Acme/x',
      { words: [], filters: [['metadata.annotations.github.com/project-slug', 'acme/x']] },
    ],
    ['spec.lifecycle=', { words: [], filters: [['lifecycle', '*']] }],
    ['component:default/payments-api', { words: ['payments-api'], filters: [['kind', 'component']] }],
    [
      '<https://backstage.acme.test/catalog?filters%5Bkind%5D=component&amp;filters%5Bowners%5D=group%3Adefault%2Fteam-web&amp;filters[user]=all&amp;filters[text]=bff|x>',
      {
        words: ['bff'],
        filters: [
          ['kind', 'component'],
          ['owner', 'group:default/team-web'],
        ],
      },
    ],
    [
      'https://b.acme.test/api/catalog/entities?filter=kind=api,spec.type=grpc',
      {
        words: [],
        filters: [
          ['kind', 'api'],
          ['type', 'grpc'],
        ],
      },
    ],
    [
      'filter=kind=api,spec.type=grpc&amp;fullTextFilterTerm=pay',
      {
        words: ['pay'],
        filters: [
          ['kind', 'api'],
          ['type', 'grpc'],
        ],
      },
    ],
    ['owner:<@U0BO|Bo H.>', { words: [], filters: [['owner', '<@u0bo>']] }],
    [
      'kind:api AND metadata.annotations.a.b/c',
      {
        words: [],
        filters: [
          ['kind', 'api'],
          ['metadata.annotations.a.b/c', '*'],
        ],
      },
    ],
    ['', { words: [], filters: [] }],
  ])('%s', (text, { words, filters }) => {
    const search = parseSearch(text);
    expect(search.words).toEqual(words);
    expect(search.filters.map(({ key, values, not }) => [`${not ? '-' : ''}${key}`, ...values])).toEqual(filters);
    expect(search.unknown).toEqual([]);
  });

  test('a filter that there is not is named, not taken for a word', () => {
    expect(parseSearch('colour:red x').unknown).toEqual(['colour']);
    expect(parseSearch('kind:api OR tag:go').unknown).toEqual(['OR']);
    expect(parseSearch('https://b.acme.test/catalog?filters[kind]=component&filters[user]=starred').unknown).toEqual(['user=starred']);
  });
});

const more = [
  entity(
    'Component',
    'ledger-tool',
    { type: 'library', lifecycle: 'production', owner: 'team-ledger' },
    { tags: ['Go'], description: 'Reads payments back' },
  ),
  entity('API', 'payments', { type: 'openapi', owner: 'ghost' }),
];
const view = world({ entities: [...paymentsCompany, ...more] }).for(everyone);
const ana = { kind: 'member', teamId: 'T', userId: 'U', groups: ['group:default/team-payments'] } as const;
const found = (text: string) =>
  searchEntities(view, ana, parseSearch(text))
    .first(20)
    .map(({ ref }) => ref.replace(':default/', ':'));

describe('what is found', () => {
  test.each([
    // The whole name, then a word of it, then the title, last what only its description says.
    ['payments', ['api:payments', 'component:payments-api', 'group:team-payments', 'component:ledger-tool']],
    ['payments kind:component', ['component:payments-api', 'component:ledger-tool']],
    ['payments -kind:component -kind:group', ['api:payments']],
    ['kind:component lifecycle:production type:service', ['component:card-vault', 'component:payments-api']],
    ['tag:go', ['component:ledger-tool']],
    ['owner:team-payments', ['component:card-vault', 'component:payments-api', 'api:cards-v1']],
    ['owner:"Team Payments" kind:api', ['api:cards-v1']],
    ['owner:me kind:api', ['api:cards-v1']],
    ['owner:ghost', ['api:payments']],
    ['owner:none', ['component:legacy-batch', 'api:payments']],
    ['owner:team-ledger -owner:team-payments', ['component:ledger-tool', 'resource:ledger-store']],
    ['system:checkout', ['component:checkout-bff', 'component:payments-api', 'component:legacy-batch']],
    ['domain:commerce kind:system', ['system:checkout']],
    ['domain:commerce payments', ['component:payments-api']],
    ['metadata.annotations.github.com/project-slug=acme/payments-api', ['component:payments-api']],
    ['spec.profile.email=*', ['user:ana', 'user:bo', 'group:team-payments']],
    // Each further filter of Backstage's API is another way to fit.
    ['?filter=kind=api,spec.owner=ghost&filter=kind=component,metadata.tags=go', ['component:ledger-tool', 'api:payments']],
    ['payments https://b.test/api/catalog/entities?filter=kind=api&filter=kind=group', ['api:payments', 'group:team-payments']],
    ['filter=spec.owner=ghost&filter=spec.owner=team-ledger', ['component:ledger-tool', 'api:payments', 'resource:ledger-store']],
    [
      'kind=component,relations.partOf=system:default/checkout',
      ['component:checkout-bff', 'component:payments-api', 'component:legacy-batch'],
    ],
    ['kind:domain relations.hasPart', ['domain:commerce']],
    ['nothing-like-this-at-all', []],
  ])('%s', (text, refs) => expect(found(text)).toEqual(refs));

  test('one wrong letter is forgiven where nothing is written so, and it is said', () => {
    const hits = searchEntities(view, ana, parseSearch('paymnts-api kind:component'));
    expect([hits.near, ...hits.first(3).map(({ ref }) => ref)]).toEqual([true, 'component:default/payments-api']);
  });

  test('counts are of all, whatever is shown', () => {
    const { total, kinds } = searchEntities(view, ana, parseSearch('owner:team-payments'));
    expect([total, kinds]).toEqual([
      3,
      [
        { kind: 'component', total: 2, production: 2 },
        { kind: 'api', total: 1, production: 0 },
      ],
    ]);
  });
});

test('why nothing is found: the value that there is not, and what comes near', () => {
  const explained = (text: string) => {
    const { filters } = parseSearch(text);
    return explainNothing(view, filters, searchEntities(view, ana, parseSearch(text)).unnamed);
  };
  expect(explained('lifecycle:prodction')).toMatchObject([{ key: 'lifecycle', value: 'prodction', near: ['production'] }]);
  expect(explained('kind:xxxxxx')).toMatchObject([{ near: [], known: expect.arrayContaining(['component', 'group']) }]);
  expect(explained('owner:team-paymets')).toMatchObject([{ key: 'owner', near: ['team-payments'] }]);
  expect(explained('kind:api tag:go')).toEqual([]);
});
