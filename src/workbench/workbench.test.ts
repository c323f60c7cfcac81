import { systemClock } from '#core/clock.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { everySurface } from '../../test/support/every-surface.ts';
import { silentLog } from '../../test/support/silent-log.ts';
import { startWorkbenchApp, type WorkbenchApp } from '../../test/support/workbench-app.ts';
import { act } from './acts.ts';
import { elementsOf } from './element-state.ts';
import { createGrants } from './grants.ts';
import { createWorkspace } from './workspace.ts';

const running: WorkbenchApp[] = [];

async function start(seen: unknown[] = []): Promise<WorkbenchApp> {
  const app = await startWorkbenchApp(everySurface(seen));
  running.push(app);
  return app;
}

afterEach(async () => {
  for (const app of running.splice(0)) await app.stop();
});

const incidents = { channel: 'C0INCIDENTS' };

/** The page learns of changes by news; here they are waited for. */
const soon = <T>(look: () => T | Promise<T>) => vi.waitFor(look, { timeout: 2000, interval: 10 });

test('a command is answered to the asker alone, and a button replaces the answer', async () => {
  const seen: unknown[] = [];
  const app = await start(seen);
  expect(await app.act('say', { ...incidents, text: '/all whose is <this> @bo #lunch https://a.example/x?y=1&z=2' })).toEqual({});
  expect(seen).toEqual(['whose is &lt;this&gt; <@U0BO|bo> <#C0LUNCH|lunch> <https://a.example/x?y=1&amp;z=2>']);
  expect((await app.look('U0ANA')).main).toContain('Only visible to you, Ana Ferreira');
  expect((await app.look('U0KENJI')).main).not.toContain('Switchboard');
  const post = app.workbench.workspace.posts.at(-1);
  const [again] = elementsOf(post?.blocks ?? []);
  const where = { ...incidents, ts: post?.ts, block: again?.block['block_id'], action: 'all.again' };
  expect(await app.act('press', { ...where, as: 'U0KENJI' })).toEqual({ notice: 'That part of the message is gone.' });
  await app.act('press', where);
  await soon(async () => expect((await app.look('U0ANA')).main).toContain('Replaced.'));
  expect(app.workbench.workspace.posts.at(-1)).toMatchObject({ ts: post?.ts, onlyFor: 'U0ANA', edited: true });
});

test('an answer for all shows what was asked; threads and unknown commands are refused as Slack does', async () => {
  const app = await start();
  await app.act('say', { ...incidents, text: '/all public' });
  const { main } = await app.look('U0GITA');
  expect(main).toContain('/all public');
  expect(main).toContain('For all of us.');
  const thread = app.workbench.workspace.posts[0]?.ts;
  expect(await app.act('say', { ...incidents, thread, text: '/all' })).toEqual({ notice: '/all is not supported in threads. Sorry!' });
  expect(await app.act('say', { ...incidents, text: '/nope' })).toEqual({ notice: '/nope is not a valid command.' });
  expect(await app.act('say', { channel: 'C0PAYMENTS', as: 'U0GITA', text: 'hi' })).toEqual({ notice: 'There is no such channel.' });
});

test('a modal goes through all its stages: open, missing, errors, push, update, back, submit, close', async () => {
  const seen: unknown[] = [];
  const app = await start(seen);
  await app.act('say', { ...incidents, text: '/all form' });
  const top = async () =>
    (await soon(async () => (await app.look('U0ANA')).modal ?? expect.fail('no modal'))) as { id: string; html: string };
  const first = await soon(top);
  expect(first.html).toContain('First');
  expect((await app.look('U0KENJI')).modal).toBeNull();
  await app.act('submit', { view: first.id, values: {} });
  expect((await top()).html).toContain('Please complete this required field.');
  const at = { view: first.id, block: 'owner', action: 'all.owner' };
  expect(await app.act('suggest', { ...at, typed: 'deliv' })).toMatchObject({ options: [{ value: 'team-delivery' }] });
  const values = { name: { v: 'Loud' }, owner: { 'all.owner': 'team-delivery' }, tier: { v: '' } };
  await app.act('submit', { view: first.id, values });
  expect((await top()).html).toMatch(/Small letters only\.[\s\S]*team-delivery/);

  await app.act('press', { view: first.id, block: 'more', action: 'all.deeper', values });
  const second = await soon(async () => ((await top()).id === first.id ? expect.fail('not pushed') : top()));
  expect(second.html).toMatch(/Second[\s\S]*Back/);
  await app.act('press', { view: second.id, block: 'more', action: 'all.rewrite' });
  await soon(async () => expect((await top()).html).toContain('Rewritten'));
  await app.act('close', { view: second.id });
  expect((await top()).html).toMatch(/First[\s\S]*value="Loud"/);
  await app.act('submit', { view: first.id, values: { ...values, name: { v: 'quiet' }, tier: { v: 'two' } } });
  expect((await app.look('U0ANA')).modal).toBeNull();
  expect(seen.at(-1)).toEqual({ name: 'quiet', owner: 'team-delivery', tier: 'two' });
  await soon(async () => expect((await app.look('U0ANA', 'D0ANA')).main).toContain('Sent {'));
});

test('a form that asks where to answer gets an address for that channel', async () => {
  const app = await start();
  await app.act('say', { ...incidents, text: '/all form' });
  const open = await soon(async () => (await app.look('U0ANA')).modal ?? expect.fail('no modal'));
  await app.act('suggest', { view: open.id, block: 'owner', action: 'all.owner', typed: 'team-pay' });
  const values = { name: { v: 'quiet' }, owner: { 'all.owner': 'team-payments' }, where: { v: 'C0PAYMENTS' } };
  await app.act('submit', { view: open.id, values });
  await soon(async () => expect((await app.look('U0ANA', 'C0PAYMENTS')).main).toContain('Sent {'));
});

test('mentions are answered in the thread, direct messages where they are, the Home tab when it is opened', async () => {
  const app = await start();
  await app.act('say', { ...incidents, text: '@switchboard whose?' });
  const asked = app.workbench.workspace.posts.findLast(({ by }) => by === 'U0ANA');
  await soon(async () => expect((await app.look('U0KENJI', 'C0INCIDENTS', asked?.ts)).thread).toContain('You called?'));
  await app.act('say', { channel: 'D0ANA', text: 'hello' });
  await soon(async () => expect((await app.look('U0ANA', 'D0ANA')).main).toContain('Between us.'));
  await app.act('home', {});
  await soon(async () => expect((await app.look('U0ANA', 'home')).main).toContain('Welcome home'));
  expect((await app.look('U0KENJI', 'home')).main).toContain('not filled');
});

test('shortcuts: one from anywhere, one on a message, none on what the person cannot see', async () => {
  const app = await start();
  await app.act('shortcut', { id: 'all.anywhere' });
  await soon(async () => expect((await app.look('U0ANA')).modal?.html).toContain('From anywhere'));
  const alert = app.workbench.workspace.posts[0];
  await app.act('shortcut', { id: 'all.message', ...incidents, ts: alert?.ts });
  await soon(async () =>
    expect((await app.look('U0ANA', 'C0INCIDENTS', alert?.ts)).thread + (await app.look('U0ANA')).main).toContain(
      'About: CrashLoopBackOff',
    ),
  );
  const inside = app.workbench.workspace.posts.find(({ channel }) => channel === 'C0PAYMENTS');
  const told = await app.act('shortcut', { id: 'all.message', as: 'U0GITA', channel: 'C0PAYMENTS', ts: inside?.ts });
  expect(told).toEqual({ notice: 'That message is gone.' });
});

test('who may not look where they are is shown where they may, and the page is told so', async () => {
  const app = await start();
  const shown = async (as: string, at: string) => ((await app.look(as, at)) as unknown as { at: string }).at;
  expect(await shown('U0KENJI', 'C0PAYMENTS')).toBe('C0PAYMENTS');
  expect(await shown('U0GITA', 'C0PAYMENTS')).toBe('C0INCIDENTS');
  expect(await shown('U0GITA', 'D0ANA')).toBe('C0INCIDENTS');
  expect(await shown('U0GITA', 'home')).toBe('home');
});

test('an app that declares nothing is offered nothing', async () => {
  const app = await startWorkbenchApp([]);
  running.push(app);
  const page = await (await app.ask('/')).text();
  expect(page).not.toContain('data-shortcut');
  expect((await app.look('U0ANA', 'D0ANA')).main).not.toContain('Home');
  expect(await app.act('say', { channel: 'D0ANA', text: 'hello' })).toEqual({
    notice: 'The app does not read direct messages; use a command, which starts with /.',
  });
});

test('options that an app puts in groups reach the page in them; groups that Slack would refuse are told', async () => {
  const workspace = createWorkspace(systemClock);
  const block = {
    type: 'section',
    block_id: 'b',
    text: { type: 'mrkdwn', text: 'Pick' },
    accessory: { type: 'external_select', action_id: 'pick' },
  };
  const post = workspace.add({ channel: 'C0INCIDENTS', by: 'U0BOT', text: 'Pick', blocks: [block] });
  const option = { text: { type: 'plain_text', text: 'cart' }, value: 'component:default/cart' };
  const ask = (label: string) => {
    const body = { option_groups: [{ label: { type: 'plain_text', text: label }, options: [option] }] };
    const taken = () => Promise.resolve({ outcome: 'taken' as const, words: '', body });
    const kit = { workspace, grants: createGrants(systemClock), mailer: { form: taken, event: taken }, clock: systemClock };
    const input = { ...incidents, as: 'U0ANA', ts: post.ts, block: 'b', action: 'pick', typed: 'ca' };
    return act(
      { ...kit, declared: { commands: [], shortcuts: [], events: [], domains: [] }, responseUrl: (path) => path },
      'suggest',
      input,
    );
  };
  expect(await ask('Services')).toEqual({ options: [option], groups: [{ label: 'Services', options: [option] }] });
  expect((await ask('x'.repeat(76)))?.notice).toContain('option_groups[0].label: 76 of at most 75');
});

test('however fast people ask in one channel, the app keeps the pace that Slack minds', async () => {
  const refused: unknown[] = [];
  const log = { ...silentLog, info: (fields: object, event: string) => void (event === 'workbench.call-refused' && refused.push(fields)) };
  const app = await startWorkbenchApp(everySurface(), { log });
  running.push(app);
  await Promise.all(['1', '2', '3', '4'].map((n) => app.act('say', { ...incidents, text: `@switchboard ${n}?` })));
  const answers = () => app.workbench.workspace.posts.filter(({ text }) => text === 'You called?');
  await vi.waitFor(() => expect(answers()).toHaveLength(4), { timeout: 6000, interval: 20 });
  expect(refused).toEqual([]);
});
