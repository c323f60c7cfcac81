import { expect, test } from 'vitest';
import { createDefinitions } from '#app/create-definitions.ts';
import { createChannelLinks } from '#catalog/channels/channel-links.ts';
import type { Directory } from '#core/directory.ts';
import { mention, startAskingApp } from '../support/asking-app.ts';
import { onDatabase } from '../support/databases.ts';
import { paymentsCompany } from '../support/payments-company.ts';
import { person } from '../support/slack-app.ts';
import { slashCommand } from '../support/signed-request.ts';
import { entity, now, world, type WorldFacts } from '../support/world.ts';

/** What a channel is about: said once, meant from then on where nothing is named. */

const secret = { entity: entity('Component', 'takeover', { type: 'service', owner: 'team-payments' }), source: 'secret' };
const sources = [{ name: 'catalog' }, { name: 'secret', visibleTo: ['group:default/team-payments'] }];
const company = (facts: Partial<WorldFacts> = {}) => world({ entities: [...paymentsCompany.map(withUid), secret], sources, ...facts });
const uids = new Map(paymentsCompany.map(({ metadata }, n) => [metadata.name, `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`]));
const uidOf = (name: string) => uids.get(name) ?? '';
function withUid(one: (typeof paymentsCompany)[number]) {
  return { entity: one, uid: uidOf(one.metadata.name) };
}

onDatabase('pglite', (_name, open) => {
  async function start(first: Directory = company()) {
    let directory = first;
    const links = createChannelLinks(open().db);
    const definitions = createDefinitions({
      catalog: { owners: new Map(), fallback: {} },
      commands: new Map(),
      permissions: { admin: ['group:default/team-web'] },
      links,
    });
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
    const app = await startAskingApp({ definitions, directory: current, clock: { now: () => now, uuid: () => 'id' } });
    app.people.load({ persons: [person('U0DOE')], userGroups: [] });
    const command = async (words: string, from: { user?: string; channel?: string; name?: string } = {}) =>
      JSON.stringify((await app.send(slashCommand(from.name ?? '/catalog', words, from))).json);
    return { app, links, command, become: (next: Directory) => void (directory = next) };
  }

  test('linked once, it is what is meant in commands and mentions without words, from memory alone', async () => {
    const { app, command } = await start();
    expect(await command('link-channel')).toContain('This channel is linked to nothing.');
    expect(await command('link-channel payments-api')).toMatch(
      /This channel is linked to .*payments-api>\*\..*`\/whoowns` and `\/deps` need no words here/,
    );
    app.spent();
    for (const words of ['owner', 'who owns']) expect(await command(words)).toContain('is owned by *Team Payments*');
    expect(await command('', { name: '/whoowns' })).toMatch(/This channel is linked to it\..*is owned by \*Team Payments\*/);
    expect(app.spent()).toEqual({ slack: 0, sql: 0 });
    await app.send(mention('<@U0BOT>'));
    expect(await app.said('chat.postMessage')).toMatchObject({ channel: 'C0GENERAL', thread_ts: '1700000000.000500' });
    expect(app.spent()).toEqual({ slack: 2, sql: 1 });
    // Elsewhere, and for whoever asks for help, it means nothing.
    expect(await command('', { name: '/whoowns', channel: 'C0OTHER' })).toContain('Name something');
    expect(await command('help', { name: '/whoowns' })).toContain('Name something');
    expect(await command('')).toContain('This is what you can ask.');
    expect(await command('link-channel')).toMatch(/is linked to .*payments-api.*Since .*by <@U0ANA>.*unlink-channel` takes it back/);
    expect(await command('unlink-channel')).toContain('linked to nothing any more');
    expect(await command('', { name: '/whoowns' })).toContain('Name something');
  });

  test('a renamed thing stays linked; of one that is gone it says so, and anybody may link something else', async () => {
    const { command, become } = await start();
    await command('link-channel payments-api');
    const others = paymentsCompany.filter(({ metadata }) => metadata.name !== 'payments-api').map(withUid);
    const renamed = { entity: entity('Component', 'money-api', { owner: 'team-payments' }), uid: uidOf('payments-api') };
    become(company({ entities: [...others, renamed] }));
    expect(await command('', { name: '/whoowns' })).toContain('money-api>* is owned by *Team Payments*');
    const ref = 'component:default/money-api';
    const place = { source: 'catalog', path: 'pay.yaml', removedAt: now, fromCommit: null, toCommit: null };
    const tombstone = { ref, uid: renamed.uid, kind: 'Component', name: 'money-api', ownerRef: 'group:default/team-payments', ...place };
    become(company({ entities: others, tombstones: [tombstone] }));
    expect(await command('', { name: '/whoowns' })).toMatch(/\*money-api\* was removed.*It was owned by \*Team Payments\*/);
    expect(await command('link-channel')).toMatch(/linked to \*money-api\*, which was removed\..*links it to something else/);
    expect(await command('link-channel cards-v1', { user: 'U0BEN' })).toContain('linked to');
  });

  test('who may: any member where nothing is linked; then who linked it, the owners, and administrators', async () => {
    const { command } = await start();
    expect(await command('link-channel checkout-bff', { user: 'U0DOE' })).toContain('is linked to');
    expect(await command('link-channel payments-api', { user: 'U0BEN' })).toMatch(/linked already, and only whoever linked it/);
    expect(await command('unlink-channel', { user: 'U0BEN' })).toMatch(/linked already/);
    expect(await command('link-channel payments-api', { user: 'U0DOE' })).toMatch(
      /payments-api>\* now, and not to \*checkout-bff\* any more/,
    );
    // Ana is of the team that owns it.
    expect(await command('unlink-channel')).toContain('linked to nothing any more');
    for (const user of ['U0GUS', 'U0EXT'])
      expect(await command('link-channel payments-api', { user })).toContain('for members of this workspace');
    expect(await command('link-channel payments-api', { channel: 'D0ANA' })).toContain('There is no channel here');
  });

  test('what not everyone may see, what is not there, and what could be several is not linked; nor anything without a database', async () => {
    const { command, links, become } = await start();
    expect(await command('link-channel takeover')).toMatch(/Nothing in the catalog is called “takeover”/);
    expect(await command('link-channel paymnts-api')).toMatch(/Nothing in the catalog is called “paymnts-api”\..*Nearest is payments-api/);
    expect(await command('link-channel payments')).not.toContain('is linked to');
    expect(await command('link-channel <!channel> <https://evil.example|x>')).not.toMatch(/<!channel>|<https:\/\/evil/);
    become(company({ freshness: { from: 'memory', asOf: now } }));
    expect(await command('link-channel payments-api')).toContain('The database does not answer');
    expect(links.of('C0GENERAL')).toBeUndefined();
  });
});
