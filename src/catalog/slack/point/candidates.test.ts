import { describe, expect, test } from 'vitest';
import { paymentsCompany } from '../../../../test/support/payments-company.ts';
import { entity, world } from '../../../../test/support/world.ts';
import { everyone } from '#core/viewer.ts';
import { candidatesIn } from './candidates.ts';
import { findInMessage } from './find-in-message.ts';

const catalog = world({
  entities: [
    ...paymentsCompany,
    entity('Component', 'web', { type: 'service', owner: 'team-web' }),
    entity(
      'Component',
      'charge-lib',
      { type: 'library', owner: 'team-ledger' },
      { annotations: { 'switchboard.io/aliases': 'com.acme.charge' } },
    ),
  ],
}).for(everyone);

function named(message: { text?: string; blocks?: unknown[]; attachments?: unknown[] }): string[] {
  return findInMessage(catalog, candidatesIn({ text: '', blocks: [], attachments: [], ...message })).map(
    ({ entity }) => entity.metadata.name,
  );
}

describe('a message says what it is about', () => {
  test.each([
    ['in a sentence', 'is payments-api down for anybody else?', ['payments-api']],
    ['with marks around it', '*payments-api*, `checkout-bff`: both slow.', ['payments-api', 'checkout-bff']],
    ['by a repository', 'see <https://github.com/acme/payments-api/pull/7|the fix>', ['payments-api']],
    ['by a bare address', 'dead: https://grafana.acme.test/d/payments?from=now', ['payments-api']],
    ['by git', 'git clone git@github.com:acme/payments-api.git', ['payments-api']],
    ['by a pod', 'payments-api-7d9f8b6c5-x2x9k CrashLoopBackOff', ['payments-api']],
    ['by the owner’s name in words', 'please ping Team Payments', ['team-payments']],
    [
      'by a label',
      'FIRING {severity="page", service="payments-api", pod="checkout-bff-7d9f8b6c5-x2x9k"}',
      ['payments-api', 'checkout-bff'],
    ],
    ['by a label further on', 'checkout-bff is mentioned first, but service: payments-api', ['payments-api', 'checkout-bff']],
    ['by JSON', 'alert ```{"labels":{"namespace":"prod","app":"payments-api"},"n":1}```', ['payments-api']],
    ['by broken JSON', '{"labels":{"app":"payments-api",', ['payments-api']],
    ['by a stack trace', 'at com.acme.charge.Engine.run(Engine.java:42)', ['charge-lib']],
    ['by a host and its port', 'connect ECONNREFUSED payments-api:8080', ['payments-api']],
    ['by an address inside the cluster', 'GET http://payments-api:8080/health: 503', ['payments-api']],
    ['by an instance', '{"labels":{"instance":"payments-api:8080","job":"node"}}', ['payments-api']],
    ['by the pager', 'PagerDuty PAY1234 triggered', ['payments-api']],
    ['more than once', 'payments-api payments-api PAYMENTS-API', ['payments-api']],
    ['not at all', 'good morning, the coffee machine is broken', []],
    ['only nearly', 'paymnts-api is down', []],
    ['by its author only', 'bo@acme.test wrote', []],
  ])('%s', (_, text, found) => expect(named({ text })).toEqual(found));

  test('in blocks, however deep', () => {
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: 'Alert' } },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: 'service ' },
              { type: 'text', text: 'checkout-bff' },
            ],
          },
        ],
      },
      { type: 'section', fields: [{ type: 'mrkdwn', text: '*Service:*\npayments-api' }] },
      {
        type: 'actions',
        elements: [{ type: 'button', url: 'https://grafana.acme.test/d/payments', value: 'x', text: { type: 'plain_text', text: 'Open' } }],
      },
    ];
    expect(named({ blocks })).toEqual(['payments-api', 'checkout-bff']);
  });

  test('in attachments and their fields, as old alerting tools write', () => {
    const fields = [
      { title: 'Severity', value: 'page', short: true },
      { title: 'Service', value: 'payments-api', short: true },
    ];
    expect(named({ text: 'checkout-bff looks bad', attachments: [{ color: 'danger', fallback: 'x', fields }] })).toEqual([
      'payments-api',
      'checkout-bff',
    ]);
    expect(named({ attachments: [{ blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'ledger-store' } }] }] })).toEqual([
      'ledger-store',
    ]);
  });
});

test('at most five, the most telling first', () => {
  const text = 'team-web team-ledger team-checkout commerce checkout legacy-batch ledger-store\nservice=payments-api';
  const found = named({ text });
  expect(found).toHaveLength(5);
  expect(found[0]).toBe('payments-api');
});

test('an endless or hostile message costs little', () => {
  let deep: unknown = { text: 'payments-api' };
  for (let i = 0; i < 20_000; i++) deep = [deep];
  const before = performance.now();
  for (const text of [
    '{'.repeat(40_000),
    '<'.repeat(40_000),
    'a.'.repeat(20_000),
    'service='.repeat(5000),
    '"a":"b",'.repeat(5000),
    `{"a":${'['.repeat(9000)}`,
    'word '.repeat(9000),
    `service="${'*'.repeat(19_000)}x"`,
    '* '.repeat(9000),
  ]) {
    named({ text, blocks: [deep], attachments: Array.from({ length: 2000 }, () => ({ text })) });
  }
  expect(performance.now() - before).toBeLessThan(3000);
});
