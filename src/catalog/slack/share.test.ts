import { ask, messageOf, run, slackOf } from '../../../test/support/ask-catalog.ts';
import type { Desk, DeskFacts } from '../../../test/support/ask-catalog.ts';
import { paymentsCompany } from '../../../test/support/payments-company.ts';
import { entity, world } from '../../../test/support/world.ts';
import { checkMessage } from '../../../test/support/check-blocks.ts';
import { context } from '#slack/blocks.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { expect, test } from 'vitest';
import { share } from './share.action.ts';

const api = 'component:default/payments-api';
/** One process's action, pressed as often as one likes. */
const shareAction = (here: Desk) => {
  const action = share(here.slack);
  return async () => action.answer(here.ctx, action.parse(api));
};
const desk = (facts: DeskFacts = {}) => slackOf(world({ entities: paymentsCompany }), facts);

test('a card is posted in the channel, says who shared it, and the asker sees that it is done', async () => {
  const here = desk({ place: { thread: '17.1' } });
  const done = await run(here, 'catalog.share', api);
  expect(here.posted).toMatchObject([{ channel: 'C0INCIDENT', thread: '17.1' }]);
  const posted = here.posted[0]?.message;
  expect(posted?.text).toBe('Shared by Ana Ruiz: payments-api is owned by Team Payments.');
  expect(checkMessage(posted)).toEqual([]);
  expect(done).toMatchObject({ kind: 'message', where: 'replace', visibility: 'ephemeral' });
  const left = JSON.stringify((await messageOf(Promise.resolve(done))).blocks);
  expect(left).toContain('Shared in <#C0INCIDENT>.');
  expect(left).not.toContain('catalog.share');
  expect(here.audited).toMatchObject([{ action: 'catalog.share', subject: api, detail: { channel: 'C0INCIDENT' } }]);
});

test('two clicks are one message, and both are told that it is out', async () => {
  const here = desk();
  const share = shareAction(here);
  const answers = await Promise.all([share(), share()]);
  expect(here.posted).toHaveLength(1);
  for (const answer of answers) expect(JSON.stringify(await messageOf(answer))).toContain('Shared in <#C0INCIDENT>.');
});

test('a click that comes when the card is out, but not yet shown without its button, posts no second one', async () => {
  const here = desk();
  const share = shareAction(here);
  let nowMs = here.ctx.clock.now().getTime();
  here.ctx.clock = { ...here.ctx.clock, now: () => new Date(nowMs) };
  await share();
  nowMs += 400;
  expect(JSON.stringify(await messageOf(await share()))).toContain('Shared in <#C0INCIDENT>.');
  expect(here.posted).toHaveLength(1);
  nowMs += 60_000;
  await share();
  expect(here.posted).toHaveLength(2);
});

test('what Slack did not take is posted by the next click', async () => {
  const here = desk();
  const share = shareAction(here);
  const { outbox } = here.ctx;
  here.ctx.outbox = { ...outbox, post: () => Promise.reject(new Error('Slack is busy')) };
  await expect(share()).rejects.toThrow('Slack is busy');
  here.ctx.outbox = outbox;
  await share();
  expect(here.posted).toHaveLength(1);
});

test('nobody is paged by what is shared, whatever a plugin writes', async () => {
  const people = { userIdOf: () => 'U0BO', userGroupIdOf: () => 'S0ONCALL', emailOf: () => 'bo@acme.test' };
  const pager = {
    id: 'pager.now',
    deadlineMs: 10,
    render: () => [context('On call <@U0BO> <!subteam^S0ONCALL|@oncall> <!here>' as Mrkdwn)],
  };
  const here = desk({ people, sections: [pager] });
  await run(here, 'catalog.share', api);
  const text = JSON.stringify(here.posted[0]?.message);
  expect(text).toContain('On call U0BO @oncall here');
  expect(text).toContain('Lead Bo Berg');
  expect(text.match(/<[@!](?!date\^)/g)).toBeNull();
});

test.each([
  ['another organisation reads the channel', { audience: 'shared' }, 'shared-channel'],
  ['Slack cannot say who reads it', { audience: 'unknown' }, 'audience-unknown'],
  ['a guest pressed the button', { viewer: { kind: 'guest', teamId: 'T1', userId: 'U9', groups: [] } }, 'members-only'],
  ['a person not yet known pressed it', { viewer: { kind: 'unknown', teamId: 'T1', userId: 'U9', groups: [] } }, 'members-only'],
] as [string, DeskFacts, string][])('refused, nothing posted: %s', async (_, facts, code) => {
  const here = desk(facts);
  await expect(run(here, 'catalog.share', api)).rejects.toMatchObject({ name: 'UserError', code });
  expect(here.posted).toEqual([]);
  expect(here.audited).toEqual([]);
});

test('what only some groups may see is not offered for sharing, and refused with the reason', async () => {
  const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
  const secret = {
    entity: entity('Component', 'takeover', { type: 'service', lifecycle: 'production', owner: 'team-payments' }),
    source: 'secret',
  };
  const here = slackOf(world({ entities: [...paymentsCompany, secret], sources }));
  expect(await ask(here, 'takeover')).toMatch(/^takeover is owned by Team Payments\.[^]*\n\[Dependencies\] \[Why\]$/);
  await expect(run(here, 'catalog.share', 'component:default/takeover')).rejects.toThrow('takeover is visible to some groups only');
  expect(here.posted).toEqual([]);
});

test('what is posted shows what everyone may see, however much more the sharer sees', async () => {
  const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
  const owner = {
    entity: entity('Group', 'shadow-team', { type: 'team', children: [], profile: { displayName: 'Shadow Team' } }),
    source: 'secret',
  };
  const open = { entity: entity('Component', 'open-api', { type: 'service', lifecycle: 'production', owner: 'shadow-team' }) };
  const here = slackOf(world({ entities: [...paymentsCompany, owner, open], sources }));
  expect(await ask(here, 'open-api')).toContain('open-api is owned by Shadow Team.');
  await run(here, 'catalog.share', 'component:default/open-api');
  expect(here.posted).toHaveLength(1);
  expect(JSON.stringify(here.posted)).not.toContain('Shadow Team');
});

test('a button that names nothing, or not a ref, is answered and not believed', async () => {
  await expect(run(desk(), 'catalog.why', 'component:default/gone')).rejects.toMatchObject({ code: 'not-there' });
  for (const value of ['', 'x', 'Component:default/A', '{"ref":1}', 'a'.repeat(600)]) {
    await expect(run(desk(), 'catalog.why', value)).rejects.toMatchObject({ code: 'bad-button' });
  }
});
