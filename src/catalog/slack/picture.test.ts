import { expect, test } from 'vitest';
import type { Reply } from '#core/reply.ts';
import { type Desk, type DeskFacts, slackOf } from '../../../test/support/ask-catalog.ts';
import { paymentsCompany } from '../../../test/support/payments-company.ts';
import { entity, world } from '../../../test/support/world.ts';
import { picture, type PictureOf } from './picture.action.ts';

const api = 'component:default/payments-api';
const desk = (facts: DeskFacts = {}, more: Partial<Parameters<typeof world>[0]> = {}) =>
  slackOf(world({ entities: paymentsCompany, ...more }), facts);
/** One process's button, pressed as often as one likes. */
function button(here: Desk, of?: PictureOf) {
  const action = picture(here.slack, of);
  return async (ref = api): Promise<Reply> => {
    const input = action.parse(ref);
    const reply = await action.answer(here.ctx, input);
    await action.after?.(here.ctx, input, reply);
    return reply;
  };
}

const shared = { clicked: 'visible', message: '17.1' } as const;

test('below an answer that others read the picture comes in its thread, with what it says in words', async () => {
  const here = desk({ place: shared });
  expect(await button(here)()).toEqual({ kind: 'none' });
  expect(here.uploaded).toMatchObject([
    {
      channel: 'C0INCIDENT',
      thread: '17.1',
      file: {
        name: 'payments-api-dependencies.png',
        altText: expect.stringMatching(/^payments-api: \d+ needed · \d+ needs? it · \d+ teams?/),
        comment: expect.stringMatching(/^\*payments-api\*: /),
      },
    },
  ]);
  expect(here.audited).toMatchObject([{ action: 'catalog.picture', subject: api, detail: { channel: 'C0INCIDENT' } }]);
});

test('an answer in a thread already gets its picture there', async () => {
  const here = desk({ place: { ...shared, thread: '16.0' } });
  await button(here)();
  expect(here.uploaded).toMatchObject([{ thread: '16.0' }]);
});

test('below an answer for one person the picture goes to that person, who is told', async () => {
  const here = desk({ place: { clicked: 'ephemeral' } });
  const done = await button(here)();
  expect(here.uploaded).toMatchObject([{ channel: 'U0ANA' }]);
  expect(here.uploaded[0]).not.toHaveProperty('thread');
  expect(done).toMatchObject({
    kind: 'message',
    visibility: 'ephemeral',
    where: 'reply',
    message: { text: 'The picture of payments-api is in our direct messages.' },
  });
  expect(here.audited).toEqual([]);
});

test('in direct messages it comes where one is', async () => {
  const here = desk({ place: { clicked: 'visible', channel: 'D0ANA', isDm: true } });
  expect(await button(here)()).toEqual({ kind: 'none' });
  expect(here.uploaded).toMatchObject([{ channel: 'D0ANA' }]);
});

test('asked twice quickly there is one', async () => {
  const here = desk({ place: shared });
  const press = button(here);
  await Promise.all([press(), press()]);
  await press();
  expect(here.uploaded).toHaveLength(1);
});

test.each([
  ['shared', 'shared-channel'],
  ['unknown', 'audience-unknown'],
] as const)('where the audience is %s nothing is sent', async (audience, code) => {
  const here = desk({ place: shared, audience });
  await expect(button(here)()).rejects.toMatchObject({ name: 'UserError', code });
  expect(here.uploaded).toEqual([]);
});

test('when Slack takes no file the asker hears why, the answer stays, and the next press tries again', async () => {
  const here = desk({ place: shared });
  const press = button(here);
  const { outbox } = here.ctx;
  here.ctx.outbox = { ...outbox, upload: () => Promise.reject(new Error('no scope')) };
  await expect(press()).rejects.toThrow('no scope');
  here.ctx.outbox = outbox;
  await press();
  expect(here.uploaded).toHaveLength(1);
});

const secret = { entity: entity('Component', 'takeover', { type: 'service', owner: 'team-payments', dependsOn: [api] }), source: 'board' };
const withSecret = {
  entities: [...paymentsCompany, secret],
  sources: [{ name: 'catalog' }, { name: 'board', visibleTo: ['group:default/team-payments'] }],
};

test('what some groups only may see is drawn for them, and not for others', async () => {
  const own = desk({ place: { clicked: 'ephemeral' } }, withSecret);
  await button(own)();
  expect(String(own.uploaded[0]?.file.bytes)).toContain('takeover');
  const others = desk({ place: shared }, withSecret);
  const press = button(others);
  await press();
  expect(String(others.uploaded[0]?.file.bytes)).not.toContain('takeover');
  await expect(press('component:default/takeover')).rejects.toMatchObject({ code: 'restricted' });
});

test('only members are sent files', async () => {
  for (const kind of ['guest', 'external', 'unknown'] as const) {
    const here = desk({ place: shared, viewer: { kind, teamId: 'T1', userId: 'U0GUEST', groups: [] } });
    await expect(button(here)()).rejects.toMatchObject({ name: 'UserError' });
    expect(here.uploaded).toEqual([]);
  }
});

test('the picture of an impact is of all that needs a thing, and of nothing that it needs', async () => {
  const chain = [
    entity('Component', 'shop', { type: 'website', owner: 'team-web', dependsOn: ['component:cart'] }),
    entity('Component', 'cart', { type: 'service', owner: 'team-web', dependsOn: ['component:stock'] }),
    entity('Component', 'stock', { type: 'service', owner: 'team-web', dependsOn: ['resource:shelf'] }),
    entity('Resource', 'shelf', { type: 'database', owner: 'team-web' }),
  ];
  const here = desk({ place: shared }, { entities: chain });
  await button(here, 'impact')('component:default/stock');
  const [{ file } = { file: undefined }] = here.uploaded;
  expect(file).toMatchObject({ name: 'stock-impact.png', altText: 'stock: 2 need it, directly or not · 0 in production · 1 team' });
  const drawn = String(file?.bytes);
  for (const name of ['shop', 'cart', 'If stock is down']) expect(drawn).toContain(`>${name}<`);
  expect(drawn).not.toContain('shelf');
});

test('of what is alone there is no picture', async () => {
  const here = desk({ place: shared }, { entities: [entity('Component', 'alone', { type: 'service', owner: 'x' })] });
  expect(await button(here)('component:default/alone')).toMatchObject({ message: { text: expect.stringContaining('nothing to draw') } });
  expect(here.uploaded).toEqual([]);
});
