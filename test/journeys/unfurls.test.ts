import { sql } from 'drizzle-orm/sql';
import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import type { Db } from '#core/db.ts';
import type { Directory } from '#core/directory.ts';
import { claimRows } from '#slack/claim-rows.ts';
import type { SlackOptions } from '#slack/create-slack.ts';
import { mention, startAskingApp } from '../support/asking-app.ts';
import { checkBlocks } from '../support/check-blocks.ts';
import { eachDatabase } from '../support/databases.ts';
import { paymentsCompany } from '../support/payments-company.ts';
import { blockAction, slackEvent } from '../support/signed-request.ts';
import { entity, now, world } from '../support/world.ts';

/** A link to something of the catalog becomes a card, where an operator has named its domain; quietly or not at all. */

const runbook = 'https://wiki.acme.test/payments/runbook';
const repository = 'https://github.com/acme/payments-api';
const hidden = 'https://wiki.acme.test/takeover';
const takeover = { entity: entity('Component', 'takeover', { owner: 'team-payments' }, { links: [{ url: hidden }] }), source: 'secret' };
const hostile = entity(
  'Component',
  'evil',
  { owner: '<!channel>' },
  { links: [{ url: 'https://wiki.acme.test/evil' }, { url: 'https://status.acme.test/evil' }], title: '*x* <@U0ANA>' },
);
const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
const company: Directory = world({ entities: [...paymentsCompany, takeover, hostile], sources });

eachDatabase((_name, open) => {
  async function start() {
    let time = now;
    let statements = 0;
    const db: Db = { ...open().db, rows: (statement) => ((statements += 1), open().db.rows(statement)) };
    const clock = { now: () => time, uuid: () => crypto.randomUUID() };
    const deps = {
      catalog: { owners: new Map(), fallback: {} },
      commands: new Map(),
      unfurl: ['wiki.acme.test', 'github.com', 'status.acme.test'],
    };
    const started: { app?: Awaited<ReturnType<typeof startAskingApp>> } = {};
    const ctxFor: SlackOptions['ctxFor'] = (viewer, place) => {
      const { app } = started;
      if (!app) throw new Error('not started');
      return { ...app.ctxFor(viewer, place), db, clock };
    };
    const app = await startAskingApp({
      definitions: createDefinitions(deps),
      directory: company,
      clock,
      claims: claimRows(db, clock),
      ctxFor,
    });
    started.app = app;
    /** Posts it, tells the app, and gives the cards by link; undefined: it stayed a link. */
    const post = async (urls: readonly string[], facts: { channel?: string; user?: string; source?: string } = {}) => {
      const { channel = 'C0GENERAL', user = 'U0ANA', source = 'conversations_history' } = facts;
      const ts = app.fake.say(channel, urls.map((url) => `<${url}>`).join(' '));
      const links = urls.map((url) => ({ url, domain: new URL(url).hostname }));
      const before = app.fake.of('chat.unfurl').length;
      app.spent();
      statements = 0;
      await app.send(slackEvent({ type: 'link_shared', channel, user, message_ts: ts, source, links }));
      await expect.poll(() => app.slack.counts().underWay).toBe(0);
      const call = app.fake.of('chat.unfurl')[before];
      const cards = call && (call.args['unfurls'] as Record<string, { blocks: unknown }>);
      for (const { blocks } of Object.values(cards ?? {})) expect(checkBlocks(blocks, 50)).toEqual([]);
      return { cards, result: call?.result, costs: { slack: app.spent().slack, sql: statements } };
    };
    return { app, post, later: (minutes: number) => void (time = new Date(time.getTime() + minutes * 60_000)) };
  }

  test('a card with owner, facts and evidence, once in half an hour and channel, over all processes', async () => {
    const [one, other] = [await start(), await start()];
    const first = await one.post([runbook]);
    expect(first).toMatchObject({ result: 'ok', costs: { slack: 2, sql: 2 } });
    expect(JSON.stringify(first.cards)).toMatch(
      /payments-api>\* is owned by \*Team Payments\*\..*Service in production · System checkout.*Channel #team-payments.*a1b2c3d/,
    );
    // The same thing by another link, there and in another process.
    for (const { post } of [one, other]) expect(await post([repository])).toMatchObject({ cards: undefined, costs: { slack: 1, sql: 2 } });
    expect((await other.post([repository], { channel: 'C0LINKED' })).cards).toBeDefined();
    for (const { later } of [one, other]) later(31);
    expect((await one.post([`${repository}/pull/17`])).cards).toBeDefined();
    expect((await other.post([runbook])).cards).toBeUndefined();
  });

  test('silent: with three links or more, while somebody writes, elsewhere, by strangers, of what not everyone may see, or of nothing', async () => {
    const { app, post } = await start();
    const free = { slack: 0, sql: 0 };
    expect(await post([runbook, repository, 'https://wiki.acme.test/x'])).toMatchObject({ cards: undefined, costs: free });
    expect(await post([runbook], { source: 'composer' })).toMatchObject({ cards: undefined, costs: free });
    expect(await post(['https://grafana.acme.test/d/payments'])).toMatchObject({ cards: undefined, costs: free });
    // Only one thing links to that site: nobody has posted its front page for that.
    for (const url of [hidden, 'https://wiki.acme.test/unheard-of', 'https://status.acme.test/'])
      expect(await post([url])).toMatchObject({ cards: undefined, costs: { slack: 0, sql: 1 } });
    expect(await post([runbook], { channel: 'C0SHARED' })).toMatchObject({ cards: undefined, costs: { slack: 1, sql: 1 } });
    for (const user of ['U0GUS', 'U0EXT']) expect((await post([runbook], { user })).cards).toBeUndefined();
    app.fake.faults.set('conversations.info', { status: 500 });
    expect((await post([runbook])).cards).toBeUndefined();
    app.fake.faults.clear();
    app.fake.faults.set('chat.unfurl', { error: 'cannot_unfurl_url' });
    expect((await post([runbook])).result).toBe('cannot_unfurl_url');
    // Nobody has asked, so nobody is told.
    expect(['chat.postMessage', 'chat.postEphemeral'].flatMap((method) => app.fake.of(method))).toEqual([]);
  });

  test('a card that somebody asked for or shared in a channel counts as well; what only one person has seen does not', async () => {
    const { app, post, later } = await start();
    await app.send(mention('<@U0BOT> who owns payments-api?'));
    expect(await app.said('chat.postMessage')).toMatchObject({ channel: 'C0GENERAL' });
    await expect.poll(() => app.slack.counts().underWay).toBe(0);
    expect((await post([runbook])).cards).toBeUndefined();
    later(31);
    expect((await post([runbook])).cards).toBeDefined();

    const facts = { responseUrl: app.fake.responseUrl(), trigger: app.fake.trigger(), channel: 'C0LINKED' };
    await app.send(blockAction({ action_id: 'catalog.share', value: 'component:default/payments-api' }, facts));
    await app.fake.next('response_url');
    await expect.poll(() => app.slack.counts().underWay).toBe(0);
    expect((await post([runbook], { channel: 'C0LINKED' })).cards).toBeUndefined();
    later(31);
    // Nothing was found, or the asker alone was told: the channel has no card.
    await app.send(mention('<@U0BOT> who owns takeover?'));
    await expect.poll(() => app.slack.counts().underWay).toBe(0);
    expect((await post([runbook])).cards).toBeDefined();
  });

  test('delivered twice it is done once; what is written in a catalog is no format and pages nobody', async () => {
    const { app, post, later } = await start();
    const { cards } = await post(['https://wiki.acme.test/evil']);
    expect(JSON.stringify(cards)).toContain('says its owner is');
    expect(JSON.stringify(cards)).not.toMatch(/<!channel>|<@U0ANA>/);
    const ts = app.fake.say('C0GENERAL', `<${runbook}>`);
    const event = slackEvent({
      type: 'link_shared',
      channel: 'C0GENERAL',
      user: 'U0ANA',
      message_ts: ts,
      links: [{ url: runbook, domain: 'wiki.acme.test' }],
    });
    await app.send(event);
    await app.fake.next('chat.unfurl', 1);
    // With another signature: the same one would be a replay.
    later(0.1);
    await app.send(event);
    await expect.poll(() => app.slack.counts()).toMatchObject({ underWay: 0, claims: { duplicates: 1 } });
    expect(app.fake.of('chat.unfurl')).toHaveLength(2);
    const rows = await open().db.rows(sql`select key from claimed_request where key like 'unfurl:%'`);
    expect(rows).toHaveLength(2);
  });
});
