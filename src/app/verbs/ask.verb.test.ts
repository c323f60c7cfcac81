import { expect, test } from 'vitest';
import { whoowns } from '#catalog/slack/whoowns.command.ts';
import { slackOf } from '../../../test/support/ask-catalog.ts';
import { paymentsCompany } from '../../../test/support/payments-company.ts';
import { world } from '../../../test/support/world.ts';
import { askVerb } from './ask.verb.ts';

/** As in a process that is connected to Slack and knows who is who there. */
async function asked(json?: true): Promise<string> {
  const people = { userIdOf: () => 'U0BO', userGroupIdOf: () => 'S0ONCALL' };
  const { ctx, slack } = slackOf(world({ entities: paymentsCompany }), { people });
  const answering = {
    commands: [{ name: '/whoowns', definition: whoowns(slack) }],
    ctxFor: () => ctx,
    authority: () => ({ of: () => ({ groups: [] }) }),
  };
  const lines: string[] = [];
  await askVerb(answering, { line: '/whoowns payments-api', ...(json && { json }) }, (line) => lines.push(line));
  return lines.join('\n');
}

test('a terminal shows people and groups by name, for only Slack makes names of mentions', async () => {
  const said = await asked();
  expect(said).toContain('Lead Bo Berg');
  expect(said).not.toMatch(/U0BO|S0ONCALL/);
});

test('as JSON it is what Slack would get, mentions and all', async () => {
  expect(await asked(true)).toContain('<@U0BO>');
});
