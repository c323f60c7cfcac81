import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'drizzle-orm/sql';
import { expect, it } from 'vitest';
import { renderText } from '../../src/cli/render-text.ts';
import type { Message } from '#core/reply.ts';
import { checkMessage } from '../support/check-blocks.ts';
import { onDatabase } from '../support/databases.ts';
import { type RegisteringApp, startRegisteringApp } from '../support/registering-app.ts';
import { StillClock } from '../support/scripted-source.ts';
import { blockAction, slashCommand } from '../support/signed-request.ts';
import { component, location } from '../support/source-world.ts';

/** From an address to a card, over signed HTTP and real git. */

type Said = Record<string, unknown>;

const shown = (said: Said): string => {
  expect(checkMessage(said)).toEqual([]);
  return renderText(said as unknown as Message);
};

/** What a command says, in its response or, where that says what is being done, in place of it. */
async function ask({ app }: RegisteringApp, text: string, from: { user?: string; channel?: string } = {}): Promise<Said> {
  const before = app.fake.of('response_url').length;
  const { json } = await app.send(slashCommand('/catalog', text, { responseUrl: app.fake.responseUrl(), ...from }));
  if (!isBusy(json)) return json;
  const later = (await app.fake.next('response_url', before)).args;
  expect(later).toMatchObject({ replace_original: true });
  return later;
}

/** Presses the button with this label; gives what takes the message's place. */
async function press({ app }: RegisteringApp, said: Said, label: string, user = 'U0ANA'): Promise<Said> {
  const blocks = said['blocks'] as { elements?: Button[]; accessory?: Button }[];
  const button = blocks
    .flatMap(({ elements = [], accessory }) => [...elements, ...(accessory ? [accessory] : [])])
    .find((one) => one.text?.text === label);
  if (!button) throw new Error(`There is no ${label} in ${JSON.stringify(said)}`);
  const before = app.fake.of('response_url').length;
  await app.send(
    blockAction(
      { action_id: button.action_id, value: button.value },
      { user, trigger: app.fake.trigger(), responseUrl: app.fake.responseUrl() },
    ),
  );
  for (let n = before; ; n += 1) {
    const { args } = await app.fake.next('response_url', n);
    if (!isBusy(args)) return args;
  }
}

/** Says what is being done, and is going to be replaced. */
const isBusy = ({ text }: Said) => typeof text === 'string' && text.endsWith(' …');

interface Button {
  action_id: string;
  value?: string;
  text?: { text: string };
}

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

  it('is not led astray: by a redirect, a private address, or a host that does not answer like one', async () => {
    const redirect = await startRegisteringApp(open(), {
      register: 'everyone',
      answer: (_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
    });
    expect(shown(await ask(redirect, 'register https://github.com/acme/shop'))).toContain('answers with a redirect, which is not followed');
    for (const address of ['10.0.0.7', '127.0.0.1', '169.254.169.254', '::1', 'fd00::1']) {
      const inside = await startRegisteringApp(open(), { register: 'everyone', resolve: async () => ['140.82.112.3', address] });
      expect(shown(await ask(inside, 'register https://github.com/acme/shop'))).toMatch(/^github\.com has the [a-z-]+ address /);
    }
    const odd = await startRegisteringApp(open(), { register: 'everyone', answer: (_, response) => response.end('<html>Sign in</html>') });
    expect(shown(await ask(odd, 'register https://github.com/acme/shop'))).toMatch(/could not be read|was not found|has no commit yet/);
  });

  it('takes no harm from what is written in a repository, and leaves nothing of it behind', async () => {
    const desk = await startRegisteringApp(open(), { register: 'everyone' });
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefghij'.replaceAll(/./g, (name) => `${name}: &${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)},`.repeat(10)}]\n`)}`;
    desk.repository('shop').commit({
      'bomb.yaml': bomb,
      'deep.yaml': `${component('deep')}  deep: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
      'huge.yaml': 'x'.repeat(6_000_000),
      'loop.yaml': location(['./loop.yaml', './bomb.yaml']),
      'link.yaml': { link: '/etc/passwd' },
      'hostile.yaml': component('x', '  title: "<!channel> *bold* \\u202e"\n'),
    });
    for (const [path, text] of [
      ['bomb.yaml', 'There is nothing in'],
      ['deep.yaml', 'There is nothing in'],
      ['huge.yaml', 'more than 5000000 are not read'],
      ['loop.yaml', 'would add 1 location'],
      ['link.yaml', 'symbolic link'],
      ['hostile.yaml', 'would add 1 component'],
    ] as const) {
      const said = await ask(desk, `register https://github.com/acme/shop/blob/main/${path}`);
      expect(shown(said), path).toContain(text);
      expect(JSON.stringify(said)).not.toMatch(/<!channel>|\u202e/);
    }
    expect(readdirSync(join(desk.dataDir, 'looks'))).toEqual([]);
    expect(readdirSync(desk.dataDir)).not.toContain('git');
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
    repository.commit({ 'a/catalog-info.yaml': component('three') });
    for (const [address, text] of [
      ['https://github.com/acme/shop/blob/v1.0/a/catalog-info.yaml', '• one ·'],
      [`https://github.com/acme/shop/blob/${first}/a/catalog-info.yaml`, '• one ·'],
      ['https://github.com/acme/shop/tree/main/a', '• three ·'],
      ['https://github.com/acme/shop **/catalog-info.yaml', 'would add 2 components'],
      ['https://github.com/acme/shop/blob/main/a/catlog-info.yaml', 'There is nothing in'],
    ] as const)
      expect(shown(await ask(desk, `register ${address}`)), address).toContain(text);
  });
});
