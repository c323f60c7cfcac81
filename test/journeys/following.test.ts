import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import type { Directory } from '#core/directory.ts';
import { createFollows } from '#notices/follow/follows.ts';
import { direct, mention, startAskingApp } from '../support/asking-app.ts';
import { onDatabase } from '../support/databases.ts';
import { paymentsCompany } from '../support/payments-company.ts';
import { blockAction, slackEvent, slashCommand } from '../support/signed-request.ts';
import { entity, now, world, type WorldFacts } from '../support/world.ts';

/** Following in words and by buttons: for oneself in a direct message, for a channel in it. */

const secret = { entity: entity('Component', 'takeover', { type: 'service', owner: 'team-payments' }), source: 'secret' };
const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
const company = (facts: Partial<WorldFacts> = {}) => world({ entities: [...paymentsCompany, secret], sources, ...facts });

onDatabase('pglite', (_name, open) => {
  async function start(first: Directory = company()) {
    let directory = first;
    const follows = createFollows(open().db);
    const definitions = createDefinitions({ catalog: { owners: new Map(), fallback: {} }, commands: new Map(), follows });
    const current: Directory = {
      for: (viewer) => directory.for(viewer),
      sources: () => directory.sources(),
      get freshness() {
        return directory.freshness;
      },
      get size() {
        return directory.size;
      },
    };
    const app = await startAskingApp({ definitions, directory: current, clock: { now: () => now, uuid: () => crypto.randomUUID() } });
    const command = async (words: string, from: { user?: string; channel?: string } = {}) =>
      JSON.stringify((await app.send(slashCommand('/catalog', words, from))).json || (await app.fake.next('response_url')).args);
    const press = async (id: string, value: string, from: { user?: string; channel?: string } = {}) => {
      const before = app.fake.of('response_url').length;
      await app.send(blockAction({ action_id: id, value }, { responseUrl: app.fake.responseUrl(), trigger: app.fake.trigger(), ...from }));
      return JSON.stringify((await app.fake.next('response_url', before)).args);
    };
    const home = async () => {
      const before = app.fake.of('views.publish').length;
      await app.send(slackEvent({ type: 'app_home_opened', user: 'U0ANA', channel: 'D1', tab: 'home' }));
      return JSON.stringify((await app.fake.next('views.publish', before)).args);
    };
    return { app, follows, command, press, home, become: (next: Directory) => void (directory = next) };
  }
  const dm = { channel: 'D0ANA' };

  test('in a direct message one follows for oneself, also what only one’s team may see; it is on the Home tab, from memory', async () => {
    const { app, follows, command, press, home } = await start();
    expect(await home()).toMatch(/Followed.*You follow nothing\. Write me `follow payments-api`/);
    expect(await command('follow payments-api', dm)).toMatch(
      /You follow .*payments-api>\*\..*told directly.*`\/catalog unfollow payments-api` ends it/,
    );
    await app.send(direct('follow takeover'));
    expect(await app.said('chat.postMessage')).toMatchObject({ text: 'You follow takeover.' });
    expect(await command('follow payments-api', dm)).toContain('already');
    expect(follows.of('U0ANA').map(({ ref }) => ref)).toEqual(['component:default/payments-api', 'component:default/takeover']);
    app.spent();
    expect(await home()).toMatch(/Followed.*payments-api>\* · Service in production · Team Payments/);
    expect(await command('following', dm)).toMatch(/You follow 2 things\..*takeover.*Unfollow takeover/);
    expect(app.spent()).toEqual({ slack: 1, sql: 1 });
    expect(await press('notices.unfollow-listed', 'U0ANA component:default/takeover', dm)).toMatch(/You follow 1 thing\./);
    expect(await command('unfollow payments', dm)).toMatch(/could be one of|is not followed|no more/);
    expect(await command('unfollow payments-api', dm)).toContain('*payments-api* is followed here no more.');
    expect(await command('unfollow payments-api', dm)).toContain('payments-api is not followed here.');
    expect(await command('following', dm)).toContain('You follow nothing.');
  });

  test('in a channel it is for all who are in it: only what everyone may see, never where another organisation reads along', async () => {
    const { app, follows, command } = await start();
    await command('follow payments-api');
    const posted = await app.said('chat.postMessage');
    expect([posted['channel'], JSON.stringify(posted['blocks'])]).toEqual([
      'C0GENERAL',
      expect.stringMatching(/This channel follows .*payments-api.*told here/),
    ]);
    expect(await command('follow payments-api')).toMatch(/This channel follows .*payments-api>\* already/);
    expect(await command('follow takeover')).toContain('Nothing in the catalog is called “takeover”');
    expect(await command('follow payments-api', { channel: 'C0SHARED' })).toContain('Another organisation can read this channel');
    expect(await command('follow payments-api', { channel: 'C0OUTSIDE' })).toContain('/invite @switchboard');
    await app.send(mention('<@U0BOT> follow checkout-bff'));
    expect(await app.said('chat.postMessage', 2)).toMatchObject({ channel: 'C0GENERAL', text: 'This channel follows checkout-bff.' });
    expect([follows.of('C0GENERAL').length, follows.of('C0SHARED'), follows.of('C0OUTSIDE')]).toEqual([2, [], []]);
    for (const user of ['U0GUS', 'U0EXT'])
      expect(await command('follow payments-api', { user })).toContain('for members of this workspace');
  });

  test('Follow on a card is for whoever presses it, wherever the card lies', async () => {
    const { app, follows, press } = await start();
    expect(JSON.stringify((await app.send(slashCommand('/whoowns', 'payments-api'))).json)).toContain('"notices.follow"');
    expect(await press('notices.follow', 'component:default/payments-api', { user: 'U0BEN' })).toContain('You follow');
    expect(await press('notices.follow', 'component:default/takeover', { user: 'U0BEN' })).toContain('you may not see it');
    expect([follows.of('U0BEN').map(({ ref }) => ref), follows.of('C0GENERAL')]).toEqual([['component:default/payments-api'], []]);
  });

  test('buttons are for those who are there: Unfollow, Mute and Unmute, audited and refused to others', async () => {
    const { follows, command, press } = await start();
    await command('follow payments-api');
    await command('follow payments-api', dm);
    expect(await press('notices.mute-followed', 'U0ANA', { user: 'U0BEN' })).toContain('That is followed by somebody else.');
    expect(await press('notices.unfollow', 'C0GENERAL component:default/payments-api', { user: 'U0BEN', channel: 'C0OTHER' })).toContain(
      'somebody else',
    );
    expect(await press('notices.mute-followed', 'C0GENERAL', { user: 'U0BEN' })).toContain(
      'Nothing of what is followed here is told any more.',
    );
    expect([follows.isMuted('C0GENERAL'), follows.isMuted('U0ANA')]).toEqual([true, false]);
    expect(await command('following')).toMatch(/Muted: nothing of it is told here\..*Unmute/);
    expect(await press('notices.unmute-followed', 'C0GENERAL')).not.toContain('Muted');
    expect(await press('notices.unfollow', 'C0GENERAL component:default/payments-api', { user: 'U0BEN' })).toContain(
      '*payments-api* is followed here no more.',
    );
    expect(await press('notices.unfollow', 'C0GENERAL component:default/payments-api')).toContain('is not followed here.');
    expect(await press('notices.unfollow', 'nonsense <!channel>')).toContain('This button names nothing that is followed.');
    await press('notices.mute-followed', 'U0ANA');
    await command('follow ledger-store', dm);
    expect(follows.isMuted('U0ANA')).toBe(false);
  });

  test('what is gone or hidden is listed as that, and ended by its name; without a database nothing is followed', async () => {
    const { command, become } = await start();
    for (const name of ['payments-api', 'takeover', 'card-vault']) await command(`follow ${name}`, dm);
    const ref = 'component:default/card-vault';
    const gone = {
      ref,
      uid: ref,
      kind: 'Component',
      name: 'card-vault',
      source: 'catalog',
      path: 'a.yaml',
      removedAt: now,
      fromCommit: null,
      toCommit: null,
    };
    const entities = paymentsCompany.filter(({ metadata }) => metadata.name !== 'card-vault');
    become(company({ entities, tombstones: [gone] }));
    const list = await command('following', dm);
    expect(list).toMatch(/\*card-vault\* was removed .*; it is followed for 30 days more/);
    expect(list).toMatch(/\*takeover\* is not there, or may not be seen here any more/);
    for (const name of ['card-vault', 'takeover'])
      expect(await command(`unfollow ${name}`, dm)).toContain(`*${name}* is followed here no more.`);
    become(company({ freshness: { from: 'memory', asOf: now } }));
    for (const words of ['follow ledger-store', 'unfollow payments-api'])
      expect(await command(words, dm)).toContain('The database does not answer');
    expect(await command('following', dm)).toContain('You follow 1 thing.');
  });
});
