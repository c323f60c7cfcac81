import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onDatabase } from '../support/databases.ts';
import { startRegisteringApp } from '../support/registering-app.ts';
import { component, location } from '../support/source-world.ts';
import { ask, press, shown } from '../support/talk-registering.ts';

/** What people name, and what is written there, is not to be trusted. */

onDatabase('postgres', (_name, open) => {
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

  it('makes nobody a member of anything, even where people and groups may be registered', async () => {
    const desk = await startRegisteringApp(open(), { register: '[platform]', registered: '{allow: [Component, User, Group]}' });
    const intruder = `apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {name: ben}\nspec: {memberOf: [platform], profile: {email: u0ben@acme.test}}\n`;
    const takeover = `apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: {name: platform}\nspec: {type: team, children: [], members: [ben]}\n`;
    desk.repository('shop').commit({ 'catalog-info.yaml': `${intruder}---\n${takeover}` });
    const look = await ask(desk, 'register https://github.com/acme/shop');
    expect(shown(look)).toContain('group:default/platform stays as described in org: catalog-info.yaml:1');
    expect(shown(await press(desk, look, 'Register'))).toContain('is registered');
    expect(shown(await ask(desk, 'register https://github.com/acme/shop b.yaml', { user: 'U0BEN' }))).toContain(
      'Only members of platform may register here',
    );
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
      ['huge.yaml', 'larger than 5000000 bytes'],
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
});
