import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { afterEach, expect, test } from 'vitest';
import { systemClock } from '#core/clock.ts';
import type { Claims } from '#core/ports.ts';
import { reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { eachDatabase } from '../../test/support/databases.ts';
import { blockAction, slackEvent, viewSubmission } from '../../test/support/signed-request.ts';
import { type SlackApp, startSlackApp } from '../../test/support/slack-app.ts';
import { section } from './blocks.ts';
import { claimRows, forgetClaims } from './claim-rows.ts';
import { defineAction } from './define-action.ts';
import { defineEvent } from './define-event.ts';
import { defineView } from './define-view.ts';
import { md } from './mrkdwn.ts';

const apps: SlackApp[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.stop()));
});

const said = { text: 'Team Payments', blocks: [section(md`Team Payments`)] };

/** A replica that counts what it does. */
async function replica(claims: Claims) {
  const done = { answered: 0, written: 0 };
  const mention = defineEvent({
    id: 'test.mention',
    event: 'app_mention',
    parse: (event) => event,
    answer() {
      done.answered += 1;
      return reply.ephemeral(said);
    },
  });
  const write = () => {
    done.written += 1;
    return reply.ephemeral(said);
  };
  const press = defineAction({ id: 'test.press', writes: true, parse: (value) => value, answer: write });
  const submit = defineView({
    id: 'test.submit',
    writes: true,
    parse: ({ values }) => ({ ok: true as const, input: values['team'] }),
    answer(_ctx, team) {
      if (team === 'nobody') throw new UserError('unknown-team', 'There is no such team.', 'Choose another one.');
      return team === undefined ? { kind: 'errors', errors: { team: 'Choose a team.' } } : write();
    },
  });
  const app = await startSlackApp({ claims, definitions: [mention, press, submit] });
  app.fake.channels.set('C0GENERAL', { id: 'C0GENERAL' });
  apps.push(app);
  return { app, done };
}

const mention = () => slackEvent({ type: 'app_mention', user: 'U0ANA', channel: 'C0GENERAL', ts: '1.1', text: 'who owns it' });
const filled = (team?: string) => ({
  callback_id: 'test.submit',
  hash: 'h1',
  state: { values: team ? { team: { team: { type: 'plain_text_input', value: team } } } : {} },
});
/** Slack signs each delivery anew; over HTTP the same second would be the same signature. */
const again = (body: string) => (body.startsWith('{') ? `${body} ` : `${body}&again=1`);
const quiet = (app: SlackApp) => expect.poll(() => app.slack.counts().underWay).toBe(0);
const away: Claims = { claim: () => new Promise(() => {}), release: () => new Promise(() => {}) };

eachDatabase((_name, open) => {
  const claims = () => claimRows(open().db, systemClock);

  test('an event that Slack delivers to both replicas, several times, is answered once', async () => {
    const [one, two] = [await replica(claims()), await replica(claims())];
    const body = mention();
    await Promise.all([one, two, one, two].map(({ app }, n) => app.send(body + ' '.repeat(n))));
    await Promise.all([quiet(one.app), quiet(two.app)]);
    expect(one.done.answered + two.done.answered).toBe(1);
    expect(one.app.slack.counts().claims.duplicates + two.app.slack.counts().claims.duplicates).toBe(3);
    expect(one.app.spent().slack + two.app.spent().slack).toBe(1);
  });

  test('a click that arrives at both replicas does its work once; the next click is another', async () => {
    const [one, two] = [await replica(claims()), await replica(claims())];
    const click = blockAction({ action_id: 'test.press', value: 'x' }, { trigger: 'first', responseUrl: one.app.fake.responseUrl() });
    await Promise.all([one.app.send(click), two.app.send(again(click))]);
    await Promise.all([quiet(one.app), quiet(two.app)]);
    expect(one.done.written + two.done.written).toBe(1);
    await two.app.send(
      blockAction({ action_id: 'test.press', value: 'x' }, { trigger: 'second', responseUrl: two.app.fake.responseUrl() }),
    );
    await quiet(two.app);
    expect(one.done.written + two.done.written).toBe(2);
  });

  test('a form can be corrected and submitted again, and is done once', async () => {
    const { app, done } = await replica(claims());
    expect((await app.send(viewSubmission(filled()))).json).toMatchObject({ response_action: 'errors' });
    await expect.poll(() => held(open)).toBe(0);
    expect((await app.send(viewSubmission(filled('nobody')))).text).toContain('There is no such team.');
    await expect.poll(() => held(open)).toBe(0);
    await app.send(viewSubmission(filled('payments')));
    expect(done.written).toBe(1);
    expect((await app.send(viewSubmission(filled('payments')))).text).toContain('was submitted before');
    expect(done.written).toBe(1);
  });

  test('claims are forgotten after their time, a few at once', async () => {
    const claim = (key: string) => claims().claim(key);
    for (const key of ['a', 'b', 'c']) expect(await claim(key)).toBe(true);
    const later = new Date(Date.now() + 1000);
    expect(await forgetClaims(open().db, new Date(0), 10)).toBe(0);
    expect(await forgetClaims(open().db, later, 2)).toBe(2);
    expect(await forgetClaims(open().db, later, 2)).toBe(1);
    expect(await claim('a')).toBe(true);
  });
});

test('while the database hangs an event is answered all the same, by each replica once, and a write is refused', async () => {
  const { app, done } = await replica(away);
  const body = mention();
  const started = performance.now();
  await app.send(body);
  await app.fake.next('chat.postEphemeral');
  expect(performance.now() - started).toBeLessThan(1500);
  await app.send(again(body));
  await quiet(app);
  expect(done.answered).toBe(1);

  const refused = await app.send(viewSubmission(filled('payments')));
  expect(refused.text).toContain('The database does not answer, so nothing was changed.');
  expect(done.written).toBe(0);
  expect(app.slack.counts().claims).toEqual({ duplicates: 1, unclaimed: 1, refused: 1 });
});

test('a claim that succeeds after the write was refused does not stand in the way of the next attempt', async () => {
  const held = new Set<string>();
  const slow: Claims = {
    claim: async (key) => {
      await sleep(1100);
      held.add(key);
      return true;
    },
    release: async (key) => void held.delete(key),
  };
  const { app } = await replica(slow);
  await app.send(viewSubmission(filled('payments')));
  await sleep(300);
  expect([...held]).toEqual([]);
});

async function held(open: () => { db: { rows: (statement: ReturnType<typeof sql>) => Promise<object[]> } }): Promise<number> {
  return (await open().db.rows(sql`select 1 from claimed_request`)).length;
}
