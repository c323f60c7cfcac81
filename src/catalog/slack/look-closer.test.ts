import { messageOf, run, slackOf } from '../../../test/support/ask-catalog.ts';
import { checkMessage } from '../../../test/support/check-blocks.ts';
import { paymentsCompany } from '../../../test/support/payments-company.ts';
import { world } from '../../../test/support/world.ts';
import { renderText } from '../../cli/render-text.ts';
import { expect, test } from 'vitest';

const desk = slackOf(world({ entities: paymentsCompany }));
const press = async (id: string, ref: string, where = desk) => {
  const message = await messageOf(run(where, id, ref));
  expect(checkMessage(message)).toEqual([]);
  return renderText(message);
};

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
