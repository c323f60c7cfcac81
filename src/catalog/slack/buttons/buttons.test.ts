import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import type { Button, Values } from '#core/contributions.ts';
import type { Block } from '#core/reply.ts';
import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { context, section } from '#slack/blocks.ts';
import { foreign, md } from '#slack/mrkdwn.ts';
import { ask, run, slackOf, type DeskFacts } from '../../../../test/support/ask-catalog.ts';
import { startAskingApp } from '../../../../test/support/asking-app.ts';
import { checkBlocks, checkView } from '../../../../test/support/check-blocks.ts';
import { paymentsCompany } from '../../../../test/support/payments-company.ts';
import { blockAction, slashCommand, viewSubmission } from '../../../../test/support/signed-request.ts';
import { entity, world } from '../../../../test/support/world.ts';
import type { CardButton } from './card-button.ts';
import { pressedText } from './pressed.ts';

const api = 'component:default/payments-api';
const named = (label: string, facts: Partial<Button> = {}): Button => ({
  id: `try.${label.toLowerCase().replaceAll(' ', '-')}`,
  label,
  submit: () => ({ reply: reply.ephemeral({ text: label, blocks: [section(md`${foreign(label)} it is.`)] }) }),
  ...facts,
});
const desk = (facts: DeskFacts) => slackOf(world({ entities: paymentsCompany }), facts);
const lastLine = async (buttons: CardButton[], typed = 'payments-api', facts: DeskFacts = {}) =>
  (await ask(desk({ buttons, ...facts }), typed)).split('\n').at(-1);

test('one thing more is a button, several are a menu, and what does not fit is behind More…', async () => {
  expect(await lastLine([])).toBe('[Share in Channel] [Dependencies] [Why]');
  const many = ['Follow', 'Edit', 'Add Link', 'Set Channel', 'Report'].map((label) => named(label));
  expect(await lastLine(many.slice(0, 4))).toBe('[Share in Channel] [Dependencies] [Why] [Follow] [Edit] [Add Link] [Set Channel]');
  expect(await lastLine(many)).toBe('[Share in Channel] [Dependencies] [Why] [Follow] [Edit] [Add Link] [More…]');
  const all = await run(desk({ buttons: many }), 'catalog.more', api);
  expect(all).toMatchObject({ kind: 'modal', how: 'open' });
  expect(checkView('view' in all ? all.view : undefined)).toEqual([]);
  expect(JSON.stringify(all)).toMatch(/"Why".*"Follow".*"Report"/);
});

test('a button is offered for its kinds, where it says so, and to those who may use it; one that breaks is left out', async () => {
  const buttons = [
    named('Page Team', { place: 'row', writes: true }),
    named('Members', { kinds: ['group'] }),
    named('Never', { when: () => false }),
    named('Broken', {
      when: () => {
        throw new Error('bug');
      },
    }),
    named('Owned', { when: (entry, view) => view.targets(entry.ref, 'ownedBy').length > 0 }),
  ];
  expect(await lastLine(buttons)).toBe('[Page Team] [Share in Channel] [Dependencies] [Why] [Owned]');
  expect(await lastLine(buttons, 'team-payments')).toBe('[Page Team] [Share in Channel] [Why] [Members]');
  const guest = { kind: 'guest', teamId: 'T1', userId: 'U0GUS', groups: [] } as const;
  expect(await lastLine(buttons, 'payments-api', { viewer: guest })).toBe('[Dependencies] [Why] [Owned]');
});

test('a name too long for a menu has buttons', async () => {
  const long = 'a'.repeat(240);
  const here = slackOf(world({ entities: [entity('Component', long, { owner: 'x' })] }), { buttons: [named('Follow')] });
  expect(await ask(here, long)).toMatch(/\[Dependencies\] \[Why\] \[Follow\]$/);
});

/** Asks for a reason; counts what it did, as the far end would. */
function pager() {
  const done: { key: string; reason: string; by: string }[] = [];
  const button = named('Page Team', {
    place: 'row',
    writes: true,
    when: ({ entity: { kind } }) => kind === 'Component',
    open: ({ entry }) => ({ title: 'Page team', submit: 'Page', blocks: [section(md`Page for ${foreign(entry.entity.metadata.name)}?`)] }),
    submit({ key, viewer }, { reason }) {
      if (reason === undefined) return { reply: { kind: 'errors', errors: { reason: 'Say why.' } } };
      if (reason === 'test') throw new UserError('pager-away', 'The pager does not answer.', 'Call them.');
      done.push({ key, reason: String(reason), by: viewer.userId });
      return { reply: reply.ephemeral({ text: 'Paged.', blocks: [context(md`Paged.`)] }), detail: { reason } };
    },
  });
  return { done, button };
}

async function appWith(button: Button) {
  const definitions = createDefinitions({
    catalog: { owners: new Map(), fallback: {} },
    commands: new Map(),
    buttons: [button, named('Follow')],
  });
  const app = await startAskingApp({ definitions });
  const press = (value: string, from: object = {}) =>
    app.send(blockAction({ action_id: button.id, value }, { trigger: app.fake.trigger(), responseUrl: app.fake.responseUrl(), ...from }));
  const send = (metadata: string, reason?: string, from: object = {}) =>
    app.send(
      viewSubmission(
        {
          callback_id: button.id,
          private_metadata: metadata,
          title: { type: 'plain_text', text: 'Page team' },
          hash: `h${(sent += 1)}`,
          state: { values: reason ? { reason: { reason: { type: 'plain_text_input', value: reason } } } : {} },
        },
        from,
      ),
    );
  let sent = 0;
  const quiet = () => expect.poll(() => app.slack.counts().underWay).toBe(0);
  return { app, press, send, quiet };
}

test('from the menu of a card, as Slack sends it, to the answer below it', async () => {
  const { app, quiet } = await appWith(named('Page Team'));
  const card = (await app.send(slashCommand('/whoowns', 'payments-api'))).json;
  const row = (card['blocks'] as Block[]).at(-1);
  expect(checkBlocks(card['blocks'], 50)).toEqual([]);
  const menu = (row?.['elements'] as Block[] | undefined)?.at(-1);
  expect(menu).toMatchObject({ type: 'overflow', action_id: 'catalog.menu' });
  const picked = {
    type: 'overflow',
    action_id: menu?.['action_id'],
    block_id: row?.['block_id'],
    selected_option: { value: 'catalog.why' },
  };
  await app.send(blockAction(picked, { responseUrl: app.fake.responseUrl() }));
  expect(JSON.stringify(await app.said('response_url'))).toContain('Its owner is written in');
  await quiet();
  expect(app.spent()).toEqual({ slack: 1, sql: 0 });
});

test('pressed, filled in and done: once, by whom it was, with the outcome in place of the form', async () => {
  const { done, button } = pager();
  const { app, press, send, quiet } = await appWith(button);
  await press(api);
  const { view } = (await app.fake.next('views.open')).args as { view: { private_metadata: string; title: { text: string } } };
  expect(checkView(view)).toEqual([]);
  expect(view.title.text).toBe('Page team');
  await quiet();
  expect(app.spent()).toEqual({ slack: 1, sql: 0 });

  expect((await send(view.private_metadata)).json).toMatchObject({ response_action: 'errors', errors: { reason: 'Say why.' } });
  expect((await send(view.private_metadata, 'test')).text).toContain('The pager does not answer.');
  const outcome = await send(view.private_metadata, 'Checkout is down');
  // Under the title that the form had.
  expect(outcome.json).toMatchObject({
    response_action: 'update',
    view: { title: { text: 'Page team' }, blocks: [{ elements: [{ text: 'Paged.' }] }] },
  });
  expect(done).toEqual([{ key: expect.stringMatching(/^[\w-]{36}$/) as string, reason: 'Checkout is down', by: 'U0ANA' }]);
});

test.each([
  ['a guest', api, { user: 'U0GUS' }, 'The catalog is for members'],
  ['somebody who may not see it', 'component:default/takeover', { user: 'U0BEN' }, 'you may not see it'],
  ['something that is not there any more', 'component:default/gone', {}, 'not in the catalog any more'],
  ['something that it is not for', 'group:default/team-payments', {}, 'is not possible here any more'],
  ['nonsense', 'x', {}, 'names nothing'],
])('refused in a sentence, nothing done: %s', async (_, ref, from, said) => {
  const { done, button } = pager();
  const { app, press, send } = await appWith(button);
  await press(ref, from);
  expect(JSON.stringify(await app.said('response_url'))).toContain(said);
  expect((await send(pressedText({ ref, key: 'k', read: 'alone' }), 'Down', from)).text).toContain(said);
  expect(done).toEqual([]);
});

test('a guest who is answered opens no form that writes, from a card of somebody else', async () => {
  const viewer = { kind: 'guest', teamId: 'T1', userId: 'U0GUS', groups: [] } as const;
  const open = () => ({ title: 'Edit', submit: 'Send', blocks: [section(md`It says so.`)] });
  const press = (writes: { writes?: true }) => run(desk({ viewer, buttons: [named('Edit', { open, ...writes })] }), 'try.edit', api);
  await expect(press({ writes: true })).rejects.toMatchObject({ code: 'members-only' });
  expect(await press({})).toMatchObject({ kind: 'modal', how: 'open' });
});

test('on a card that others read, what is restricted by now is refused even to those who see it', async () => {
  const { done, button } = pager();
  const { send } = await appWith(button);
  const metadata = (read: 'alone' | 'by-others') => pressedText({ ref: 'component:default/takeover', key: 'k', read });
  expect((await send(metadata('by-others'), 'Down')).text).toContain('visible to some groups only');
  expect(done).toEqual([]);
  expect((await send(metadata('alone'), 'Down')).text).toContain('Paged.');
});

test('neither is all that can be done with it shown from there', async () => {
  const secret = { entity: entity('Component', 'takeover', { owner: 'team-payments' }), source: 'secret' };
  const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
  const directory = world({ entities: [...paymentsCompany, secret], sources });
  const more = (clicked: 'ephemeral' | 'visible') =>
    run(slackOf(directory, { place: { clicked } }), 'catalog.more', 'component:default/takeover');
  await expect(more('visible')).rejects.toMatchObject({ code: 'not-there' });
  expect(await more('ephemeral')).toMatchObject({ kind: 'modal' });
});

test('what was done is written down, and what was only tried is not', async () => {
  const { button } = pager();
  const pressed = async (values: Values) => {
    const here = desk({ buttons: [named('Page Team', { writes: true, submit: (press) => button.submit(press, values) })] });
    const said = await run(here, button.id, api).catch((error: Error) => error);
    return { said, audited: here.audited };
  };
  expect((await pressed({})).audited).toEqual([]);
  expect(await pressed({ reason: 'test' })).toMatchObject({ said: { message: 'The pager does not answer.' }, audited: [] });
  expect(await pressed({ reason: 'Down' })).toMatchObject({
    said: { kind: 'message', visibility: 'ephemeral' },
    audited: [{ action: 'try.page-team', subject: api, detail: { reason: 'Down' } }],
  });
});
