import { messageOf, run, slackOf } from '../../../test/support/ask-catalog.ts';
import { checkMessage } from '../../../test/support/check-blocks.ts';
import { paymentsCompany } from '../../../test/support/payments-company.ts';
import { entity, world } from '../../../test/support/world.ts';
import { renderText } from '../../cli/render-text.ts';
import { expect, test } from 'vitest';

const desk = slackOf(world({ entities: paymentsCompany }));
const press = async (id: string, ref: string, where = desk) => {
  const message = await messageOf(run(where, id, ref));
  expect(checkMessage(message)).toEqual([]);
  return renderText(message);
};

test('Dependencies: both directions, each with its owner, what is missing marked', async () => {
  const said = await press('catalog.dependencies', 'component:default/payments-api');
  expect(said.split('\n').slice(0, 7)).toEqual([
    'payments-api directly depends on 2 things, and 1 thing directly depends on it; 2 owners around it.',
    'Depends on (2)',
    '• ledger-store · Resource (database) · team-ledger',
    '• queue-legacy · not in the catalog',
    'Depended on by (1)',
    '• checkout-bff · Website in production · team-web',
    expect.stringContaining('confirmed') as string,
  ]);
});

test('Dependencies: many are counted and not all shown', async () => {
  const many = Array.from({ length: 40 }, (_, i) =>
    entity('Component', `c${i}`, { type: 'service', lifecycle: 'production', owner: 'a', dependsOn: ['component:hub'] }),
  );
  const hub = entity('Component', 'hub', { type: 'service', lifecycle: 'production', owner: 'a' });
  const said = await press('catalog.dependencies', 'component:default/hub', slackOf(world({ entities: [hub, ...many] })));
  expect(said).toContain('40 things directly depend on it; 1 owner around it.');
  expect(said).toContain('Depended on by (40)');
  expect(said).toContain('8 of 40 are shown.');
});

test('Dependencies: none', async () => {
  const said = await press('catalog.dependencies', 'component:default/card-vault');
  expect(said).toMatch(/^card-vault depends on nothing, and nothing depends on it\./);
});

test('Why: the source, where every contact is written, the reason of every rung', async () => {
  const said = await press('catalog.why', 'component:default/payments-api');
  expect(said).toContain('Its owner is written in catalog-info.yaml:14; its address is component:default/payments-api.');
  expect(said).toContain('catalog (git), looked at every 60 s');
  expect(said).toContain('Commit a1b2c3d of main');
  expect(said).toContain('Channel #team-payments – from annotation slack.com/bot-notify');
  expect(said).toContain('Lead Bo Berg – from annotation switchboard.io/lead');
  expect(said).toContain(
    '2. Commerce Engineering (parent of Team Payments, #commerce)\n3. Team Checkout (owns system checkout)\n4. #platform (fallback)',
  );
});

test('Why: an owner that is not in the catalog is among the reservations', async () => {
  expect(await press('catalog.why', 'component:default/legacy-batch')).toContain('Reservations\nDid you mean Team Payments?');
});
