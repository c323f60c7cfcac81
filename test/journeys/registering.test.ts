import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { direct, mention } from '../support/asking-app.ts';
import { onDatabase } from '../support/databases.ts';
import { startRegisteringApp } from '../support/registering-app.ts';
import { StillClock } from '../support/scripted-source.ts';
import { slashCommand } from '../support/signed-request.ts';
import { component } from '../support/source-world.ts';
import { ask, press, shown } from '../support/talk-registering.ts';

/** From an address to a card, over signed HTTP and real git. */

onDatabase('postgres', (_name, open) => {
  it('shows an address, takes it in when confirmed, and answers from there until a week after it is taken out', async () => {
    const clock = new StillClock();
    clock.forward(Date.now() - clock.now().getTime());
    const desk = await startRegisteringApp(open(), { register: '[platform]', clock });
    const repository = desk.repository('shop');
    const first = repository.commit({ 'catalog-info.yaml': component('shop'), 'other/catalog-info.yaml': component('till') });

    const look = await ask(desk, 'register https://github.com/acme/shop');
    expect(shown(look)).toMatch(
      /^github\.com\/acme\/shop would add 1 component\.\nRead: catalog-info\.yaml .*, commit [0-9a-f]{7}\. Nothing has/,
    );
    expect(shown(look)).toContain('A repository or folder means its catalog-info.yaml');
    expect(shown(look)).toContain('• shop · Component · team-a (not in the catalog)');
    expect(JSON.stringify(look)).toContain(`https://github.com/acme/shop/blob/${first}/catalog-info.yaml`);
    expect(await open().db.rows(sql`select name from source where name like 'registered%'`)).toEqual([]);

    const done = await press(desk, look, 'Register');
    expect(shown(done)).toMatch(/^github\.com\/acme\/shop is registered: 1 component\./);
    expect(done).toMatchObject({ replace_original: true });
    const card = await press(desk, done, 'Show shop');
    expect(JSON.stringify(card)).toContain(`https://github.com/acme/shop/blob/${first}/catalog-info.yaml#L8`);
    await expect
      .poll(() => open().db.rows(sql`select actor, action, subject from audit`))
      .toEqual([
        {
          actor: expect.stringMatching(/^slack:\w+\/U0ANA$/) as string,
          action: 'catalog.register',
          subject: 'registered/github.com/acme/shop',
        },
      ]);
    expect(shown(await ask(desk, 'register https://github.com/acme/shop'))).toMatch(
      /is registered already\.\nRegistered by .* Nothing was changed\./,
    );

    const second = repository.commit({ 'catalog-info.yaml': `${component('shop')}---\n${component('kiosk')}---\nkind: Component\n` });
    const fresh = shown(await ask(desk, 'refresh shop'));
    expect(fresh).toMatch(/^registered\/github\.com\/acme\/shop: 1 added\.\nProblems: \d errors?/);
    expect(fresh).toContain(`Commit ${second.slice(0, 7)} · looked at just now`);
    expect(shown(await ask(desk, 'refresh shop', { user: 'U0BEN' }))).toContain('Ask again in 60 s.');

    const list = await ask(desk, 'unregister');
    expect(shown(list)).toMatch(/^1 registration\.\ngithub\.com\/acme\/shop .* catalog-info\.yaml · by @U0ANA, /);
    expect(shown(await press(desk, await ask(desk, 'unregister kiosk'), 'Unregister', 'U0BEN'))).toContain(
      'Only members of platform may register here',
    );
    expect(shown(await press(desk, list, 'Unregister'))).toContain('is not registered any more.');
    const leaving = (await desk.app.send(slashCommand('/whoowns', 'kiosk'))).json;
    expect(shown(leaving)).toContain('Its repository is gone or no longer registered; it is kept until');

    clock.forward(7 * 24 * 3600_000);
    await desk.syncer.sync('registered', { signal: new AbortController().signal });
    expect(await open().db.rows(sql`select ref from tombstone order by ref`)).toEqual([
      { ref: 'component:default/kiosk' },
      { ref: 'component:default/shop' },
    ]);
  });

  it('says when what is taken in is not what was shown', async () => {
    const desk = await startRegisteringApp(open(), { register: 'everyone' });
    const repository = desk.repository('shop');
    repository.commit({ 'catalog-info.yaml': component('shop') });
    const look = await ask(desk, 'register https://github.com/acme/shop', { user: 'U0BEN' });
    repository.commit({ 'catalog-info.yaml': component('something-else') });
    const done = await press(desk, look, 'Register', 'U0BEN');
    expect(shown(done)).toContain('It has changed since it was shown to you; this is what is there now.');
    expect(shown(await press(desk, done, 'Show something-else', 'U0BEN'))).toContain('something-else');
    expect(shown(await press(desk, look, 'Register', 'U0BEN'))).toContain('is registered already.');
    expect(shown(await press(desk, look, 'Cancel', 'U0BEN'))).toBe('Nothing was registered.');
  });

  it('refuses with the reason: no permission set, not of the group, a guest, a shared channel, another host', async () => {
    const nobody = await startRegisteringApp(open());
    expect(shown(await ask(nobody, 'register https://github.com/acme/shop'))).toContain('permissions.register is not set');
    const desk = await startRegisteringApp(open(), { register: '[platform]' });
    expect(shown(await ask(desk, 'register https://github.com/acme/shop', { user: 'U0BEN' }))).toContain(
      'Only members of platform may register here',
    );
    expect(shown(await ask(desk, 'register https://github.com/acme/shop', { user: 'U0GUS' }))).toContain('for members of this workspace');
    expect(shown(await ask(desk, 'register https://github.com/acme/shop', { channel: 'C0SHARED' }))).toContain(
      'Another organisation is in this channel',
    );
    expect(shown(await ask(desk, 'register https://gitlab.com/acme/shop'))).toContain('gitlab.com is not among catalog.hosts');
    expect(shown(await ask(desk, 'register'))).toContain('Name what to register.');
    expect(shown(await ask(desk, 'register https://github.com/acme/none'))).toContain('was not found');
  });

  it('is asked in words: in a direct message, and in a mention, which only the asker sees the answer of', async () => {
    const desk = await startRegisteringApp(open(), { register: 'everyone' });
    const { fake, send } = desk.app;
    fake.channels.set('C0GENERAL', { id: 'C0GENERAL', is_member: true });
    desk.repository('shop').commit({ 'catalog-info.yaml': component('shop') });
    const first = () => [...fake.of('chat.postMessage'), ...fake.of('chat.update')].map(({ args }) => args['text']);
    await send(direct('please register <https://github.com/acme/shop|acme/shop>'));
    await expect.poll(first).toContain('github.com/acme/shop would add 1 component.');
    await send(mention('<@U0BOT> register <https://github.com/acme/shop>'));
    expect((await fake.next('chat.postEphemeral')).args).toMatchObject({
      user: 'U0ANA',
      text: 'github.com/acme/shop would add 1 component.',
    });
    await send(direct('refresh org', { ts: '1700000000.000900' }));
    await expect.poll(first).toContain('There is nothing new in org.');
  });

  it('says when somebody looks that removals wait, though nothing is new', async () => {
    const desk = await startRegisteringApp(open(), { register: 'everyone' });
    const repository = desk.repository('shop');
    const all = Array.from({ length: 25 }, (_, n) => component(`c${n}`));
    repository.commit({ 'catalog-info.yaml': all.join('---\n') });
    await press(desk, await ask(desk, 'register https://github.com/acme/shop'), 'Register');
    repository.commit({ 'catalog-info.yaml': component('c0') });
    await desk.syncer.look(['registered'], new AbortController().signal);
    await expect
      .poll(async () => shown(await ask(desk, 'refresh https://github.com/acme/shop')))
      .toMatch(/^There is nothing new in registered\/github\.com\/acme\/shop, 24 removals wait for an administrator\./);
  });

  it('lists what is registered, page by page', async () => {
    const desk = await startRegisteringApp(open(), { register: 'everyone' });
    const files = Array.from({ length: 9 }, (_, n) => `f${String(n).padStart(2, '0')}.yaml`);
    desk.repository('shop').commit(Object.fromEntries(files.map((file) => [file, component(file.slice(0, 3))])));
    await desk.syncer.registrations.register({ url: 'https://github.com/acme/shop f00.yaml', by: 'U0ANA' });
    // Registering the others would read all of them again with each; that it works is another test's.
    await open().db.rows(sql`
      update source set origin = jsonb_set(origin, '{paths}', (
        select jsonb_agg((origin -> 'paths' -> 0) || jsonb_build_object('path', file)) from unnest(${sql.param(files)}::text[]) file))
      where name = 'registered/github.com/acme/shop'`);
    await desk.syncer.sync('registered', { signal: new AbortController().signal });
    await expect.poll(async () => shown(await ask(desk, 'unregister'))).toMatch(/^9 registrations\. Page 1 of 2\.\n(.*\n){7}.* f07\.yaml/);
    const second = await press(desk, await ask(desk, 'unregister'), 'More');
    expect(shown(second)).toMatch(/^9 registrations\. Page 2 of 2\.\n.* f08\.yaml/);
    expect(shown(await press(desk, second, 'Back'))).toContain('Page 1 of 2');
  });

  it('is looked at at once when somebody says that it has changed', async () => {
    const desk = await startRegisteringApp(open(), { register: 'everyone' });
    const repository = desk.repository('shop');
    repository.commit({ 'catalog-info.yaml': component('shop') });
    await press(desk, await ask(desk, 'register https://github.com/acme/shop'), 'Register');
    repository.commit({ 'catalog-info.yaml': component('kiosk') });
    await desk.syncer.look(['registered'], new AbortController().signal);
    expect(await open().db.rows(sql`select ref from descriptor where holder and ref like 'component:%'`)).toEqual([
      { ref: 'component:default/kiosk' },
    ]);
  });

  it('marks what leaves alone, while another file of the same repository stays', async () => {
    const desk = await startRegisteringApp(open(), { register: 'everyone' });
    desk.repository('shop').commit({ 'a.yaml': component('one'), 'b.yaml': component('two') });
    for (const file of ['a.yaml', 'b.yaml'])
      await press(desk, await ask(desk, `register https://github.com/acme/shop ${file}`), 'Register');
    const list = await ask(desk, 'unregister https://github.com/acme/shop');
    expect(shown(list)).toMatch(/^2 registrations\./);
    await press(desk, await ask(desk, 'unregister one'), 'Unregister');
    const card = async (name: string) => shown((await desk.app.send(slashCommand('/whoowns', name))).json);
    expect(await card('one')).toContain('no longer registered; it is kept until');
    expect(await card('two')).not.toContain('no longer registered');
    expect(shown(await ask(desk, 'registrations'))).toContain('ended; it is kept until');
  });

  it('reads tags, pinned commits, patterns and single files', async () => {
    const desk = await startRegisteringApp(open(), { register: 'everyone' });
    const repository = desk.repository('shop');
    const first = repository.commit({ 'a/catalog-info.yaml': component('one'), 'b/catalog-info.yaml': component('two') });
    repository.git('-c', 'user.name=Cleo', '-c', 'user.email=c@example.com', 'tag', '--annotate', '--message=one', 'v1.0');
    repository.git('branch', 'feature/x/y');
    repository.commit({ 'a/catalog-info.yaml': component('three') });
    for (const [address, text] of [
      ['https://github.com/acme/shop/blob/v1.0/a/catalog-info.yaml', '• one ·'],
      [`https://github.com/acme/shop/blob/${first}/a/catalog-info.yaml`, '• one ·'],
      ['https://github.com/acme/shop/tree/main/a', '• three ·'],
      ['https://github.com/acme/shop/blob/feature/x/y/a/catalog-info.yaml', '• one ·'],
      ['https://github.com/acme/shop/blob/nowhere/x/y/a.yaml', 'has no branch or tag "nowhere"'],
      ['https://github.com/acme/shop **/catalog-info.yaml', 'would add 2 components'],
      ['https://github.com/acme/shop/blob/main/a/catlog-info.yaml', 'There is nothing in'],
    ] as const)
      expect(shown(await ask(desk, `register ${address}`)), address).toContain(text);
  });
});
