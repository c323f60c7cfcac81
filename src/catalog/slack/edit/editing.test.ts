import { sql } from 'drizzle-orm/sql';
import { expect, onTestFinished, test } from 'vitest';
import type { OpenDb } from '#db/open.ts';
import type { Block } from '#core/reply.ts';
import { everyone } from '#core/viewer.ts';
import { checkBlocks, checkOptions, checkView } from '../../../../test/support/check-blocks.ts';
import { onDatabase } from '../../../../test/support/databases.ts';
import { payFile, proposingWorld } from '../../../../test/support/proposing-world.ts';
import { blockAction, blockSuggestion, slashCommand, viewSubmission } from '../../../../test/support/signed-request.ts';
import { person, startSlackApp } from '../../../../test/support/slack-app.ts';

const pay = 'component:default/pay';

async function desk(open: OpenDb) {
  const world = await proposingWorld(open);
  const { answering } = world;
  const app = await startSlackApp({
    definitions: answering.definitions,
    persons: [person('U0ANA'), person('U0BEN'), person('U0GUS', { kind: 'guest' })],
    authorityOf: (email) => answering.authority().of(email),
    ctxFor: (viewer, place) => ({ ...answering.ctxFor(viewer), place }),
  });
  onTestFinished(() => app.stop());
  let [opened, sent, updated] = [0, 0, 0];
  return {
    ...world,
    app,
    ask: async (text: string, command = '/whoowns') => (await app.send(slashCommand(command, text))).json,
    /** Presses something; gives the form that opens. */
    open: async (action_id: string, value: string, user = 'U0ANA') => {
      await app.send(blockAction({ action_id, value }, { user, trigger: app.fake.trigger(), responseUrl: app.fake.responseUrl() }));
      const call = await app.fake.next('views.open', opened);
      opened += 1;
      const { view } = call.args as { view: { callback_id: string; private_metadata?: string; blocks: Block[] } };
      expect(checkView(view)).toEqual([]);
      return view;
    },
    /** Sends a form; gives what stands there then, for which Slack may have to be waited for. */
    submit: async (view: { callback_id: string; private_metadata?: string }, values: Record<string, object>, user = 'U0ANA') => {
      const state = { values: Object.fromEntries(Object.entries(values).map(([id, element]) => [id, { any: element }])) };
      const { callback_id, private_metadata } = view;
      const said = await app.send(viewSubmission({ callback_id, private_metadata, hash: `h${(sent += 1)}`, state }, { user }));
      if (!said.text.includes('Working on it')) return said.text;
      updated += 1;
      return JSON.stringify((await app.fake.next('views.update', updated - 1)).args);
    },
  };
}

const text = (value: string) => ({ type: 'plain_text_input', value });
const chosen = (value: string) => ({ type: 'external_select', selected_option: { value } });
const fieldOf = (view: { blocks: Block[] }) => String(view.blocks.find(({ block_id: id }) => String(id).startsWith('to '))?.['block_id']);

onDatabase('pglite', (_, database) => {
  test('from a wrong owner on a card to a pull request, the card that says so, and the owner after the merge', async () => {
    const { app, answering, ask, open, submit, pay: repository, acme, sync, follow } = await desk(database());
    const form = await open('catalog.report-owner', pay);
    expect(JSON.stringify(form)).toContain('team-a');
    const offered = (await app.send(blockSuggestion('catalog.suggest-owner', 'team'))).json;
    expect(checkOptions(offered['options'] as unknown[], 'options')).toEqual([]);
    expect(JSON.stringify(offered)).toContain('group:default/team-b');
    expect(await submit(form, { [fieldOf(form)]: chosen('group:default/team-a') })).toContain('That is the owner already.');
    const said = await submit(form, { [fieldOf(form)]: chosen('group:default/team-b'), reason: text('They moved <!channel>') });
    expect(said).toContain(`${acme.url}/acme/pay/pull/1`);
    const [pull] = repository.pulls;
    expect(pull?.title).toBe('Change the owner of pay to team-b');
    expect(pull?.body).toContain('Proposed in Slack by Ana Lima, through Switchboard.');
    expect(pull?.body).not.toContain('u0ana@acme.test');
    expect(pull?.teams).toEqual(['team-b']);

    const card = await ask('pay');
    expect(checkBlocks(card['blocks'], 50)).toEqual([]);
    expect(JSON.stringify(card)).toMatch(/Change proposed: .*pull\/1\|#1.*disputed/);
    const again = await open('catalog.report-owner', pay);
    expect(await submit(again, { [fieldOf(again)]: chosen('group:default/team-b') })).toContain('Already proposed');

    const channels = [];
    for (const name of ['pay-one', 'pay-two', 'pay-two']) {
      const other = await open('catalog.set-channel', pay, 'U0BEN');
      channels.push(await submit(other, { [fieldOf(other)]: text(name) }, 'U0BEN'));
      await answering.refresh();
    }
    expect(channels[0]).not.toContain('Something else');
    expect(channels[1]).toMatch(/Proposed for .*pull\/3.*Something else is proposed there too: .*pull\/2/);
    expect(channels[2]).toMatch(/Already proposed .*pull\/3/);

    repository.merge(pull ?? missing());
    await sync();
    await follow();
    await sync();
    expect(JSON.stringify(await ask('pay'))).toMatch(/team-b(?!.*\(owner\))/);
  });

  test('descriptions, links and channels, with what stands there already; what is nonsense is told at its field', async () => {
    const { open, submit, pay: repository } = await desk(database());
    const written = () => {
      const last = repository.pulls.at(-1);
      return repository.commits
        .get(repository.branches.get(last?.branch ?? '') ?? '')
        ?.get('catalog-info.yaml')
        ?.bytes.toString();
    };
    const description = await open('catalog.edit-description', pay);
    expect(await submit(description, { [fieldOf(description)]: text('  ') })).toContain('Write what it is.');
    expect(await submit(description, { [fieldOf(description)]: text('Takes money: cards') })).toContain('pull/1');
    expect(written()).toBe(payFile.replace('name: pay\n', 'name: pay\n  description: "Takes money: cards"\n'));

    const link = await open('catalog.add-link', pay);
    expect(await submit(link, { url: text('javascript:alert(1)') })).toContain('begins with https');
    expect(await submit(link, { url: text('https://runbooks.example/pay'), title: text('Runbook') })).toContain('pull/2');
    expect(written()).toContain('  links:\n    - url: https://runbooks.example/pay\n      title: Runbook\n');

    const channel = await open('catalog.set-channel', pay);
    expect(await submit(channel, { [fieldOf(channel)]: text('not a channel!') })).toContain('Write a channel');
    expect(await submit(channel, { [fieldOf(channel)]: text('payments') })).toContain('pull/3');
    expect(written()).toContain('  annotations:\n    slack.com/channel: "#payments"\n');
  });

  test('a folder gives the patch; what has changed since the form was opened is not proposed', async () => {
    const { open, submit, folder } = await desk(database());
    const form = await open('catalog.report-owner', 'component:default/till');
    const said = await submit(form, { [fieldOf(form)]: chosen('group:default/team-b') });
    expect(said).toContain('+  owner: team-b # since 2020');
    expect(said).toContain('rich_text_preformatted');
    expect(await submit(form, { 'to 0123': chosen('group:default/team-b') })).toContain('has changed in the catalog since');
    expect(folder).not.toBe('');
  });

  test('what is looked for in vain is folded together, and an alias makes it found', async () => {
    const { app, answering, ask, open, submit, pay: repository, sync } = await desk(database());
    for (const term of ['Checkout-Desk', 'checkout desk', 'chekout desk', 'checkout desk', 'zzz'])
      await answering.ctxFor(everyone).ledger.miss(term);
    const list = JSON.stringify(await ask('misses', '/catalog'));
    expect(list).toContain('*checkout desk* · asked 4 times');
    expect(list).toMatch(/Also: .*checkout-desk/);
    expect(JSON.stringify((await app.send(slashCommand('/catalog', 'misses', { user: 'U0BEN' }))).json)).toContain('Only administrators');

    const form = await open('catalog.add-alias', 'checkout desk');
    expect(await submit(form, { alias: text('a, b'), entity: chosen(pay) })).toContain('without a comma');
    expect(await submit(form, { alias: text('checkout desk'), entity: chosen(pay) }, 'U0BEN')).toContain('Only administrators');
    expect(await submit(form, { alias: text('checkout desk'), entity: chosen(pay) })).toContain('pull/1');
    repository.merge(repository.pulls[0] ?? missing());
    await sync();
    expect(JSON.stringify(await ask('checkout desk'))).toContain('pay');
    expect(JSON.stringify(await ask('misses', '/catalog'))).not.toContain('checkout');
    const audited = await answering.ctxFor(everyone).db.rows<{ action: string; subject: string }>(sql`select action, subject from audit`);
    expect(audited).toEqual([{ action: 'catalog.add-alias', subject: pay }]);
  });
});

function missing(): never {
  throw new Error('There is no such pull request.');
}
