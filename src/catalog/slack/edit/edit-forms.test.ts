import { expect, test } from 'vitest';
import type { Freshness } from '#core/directory.ts';
import { everyone } from '#core/viewer.ts';
import { ana, slackOf } from '../../../../test/support/ask-catalog.ts';
import { opened, paperProposals } from '../../../../test/support/paper-proposals.ts';
import { entity, now, world } from '../../../../test/support/world.ts';
import { isOffered, type CardPress } from '../buttons/card-button.ts';
import { editButtons } from './edit-definitions.ts';

const group = {
  entity: entity('Group', 'team-a', {}, { description: 'Money', annotations: { 'slack.com/bot-notify': 'C0123456789' } }),
  added: [{ field: 'metadata.description', source: 'docs', path: 'teams.yaml', line: 7 }],
};
const others = [
  entity('Component', 'pay', { owner: 'team-a' }),
  entity('Component', 'till', { owner: 'group:default/gone' }),
  entity('Component', 'shop', { owner: 'user:default/ana' }),
  entity('Component', 'lost', {}, { namespace: 'retail' }),
  entity('User', 'ana', {}),
  entity('Group', 'team-b', {}),
  entity('Group', 'team-c', {}, { namespace: 'retail' }),
  { entity: entity('Component', 'told', { owner: 'team-a' }), source: 'backstage' },
];
const directory = world({ entities: [group, ...others], sources: [{ name: 'catalog' }, { name: 'backstage', type: 'backstage' }] });
const view = directory.for(everyone);

function press(ref: string): CardPress {
  const entry = view.get(ref);
  if (!entry) throw new Error(`${ref} is not there.`);
  return { viewer: ana as CardPress['viewer'], email: undefined, entry, view, now, key: 'key', ctx: slackOf(directory).ctx };
}

const offered = (ref: string) =>
  editButtons({ proposals: paperProposals(opened) }).flatMap((one) => (isOffered(one, press(ref).entry, view) ? [one.label] : []));

test('what is told by another system cannot be changed here; an owner is proposed where there is none', () => {
  const rest = ['Edit Description', 'Add Link', 'Set Channel'];
  expect(offered('component:default/pay')).toEqual(['Report Wrong Owner', ...rest]);
  expect(offered('component:default/till')).toEqual(['Propose Owner', ...rest]);
  expect(offered('component:retail/lost')).toEqual(['Propose Owner', ...rest]);
  expect(offered('group:default/team-a')).toEqual(rest);
  expect(offered('component:default/told')).toEqual([]);
});

test.each([
  ['component:default/pay', 'group:default/team-b', 'team-b'],
  ['component:default/pay', 'group:retail/team-c', 'retail/team-c'],
  ['component:retail/lost', 'group:retail/team-c', 'team-c'],
  ['component:default/till', 'group:default/team-b', 'group:default/team-b'],
  ['component:default/shop', 'group:default/team-b', 'group:default/team-b'],
  ['component:default/pay', 'user:default/ana', 'user:ana'],
])('the owner of %s becomes %s as the file would say it: %s', async (ref, owner, written) => {
  const proposals = paperProposals(opened);
  const button = editButtons({ proposals }).find((one) => one.label.endsWith('Owner') && isOffered(one, press(ref).entry, view));
  const form = await button?.open?.(press(ref));
  const field = String(form?.blocks.find(({ block_id: id }) => String(id).startsWith('to '))?.['block_id']);
  await button?.submit(press(ref), { [field]: owner });
  expect(proposals.wishes.map(({ edit }) => edit)).toEqual([{ field: 'owner', to: written }]);
});

test('what another file adds is not changed in this one, and a channel is changed where it counts', async () => {
  const buttons = editButtons({ proposals: paperProposals(opened) });
  const [description, channel] = ['Edit Description', 'Set Channel'].map((label) => buttons.find((one) => one.label === label));
  expect(() => description?.open?.(press('group:default/team-a'))).toThrow(expect.objectContaining({ code: 'written-elsewhere' }) as Error);
  expect(JSON.stringify(await channel?.open?.(press('group:default/team-a')))).toContain('C0123456789');
});

test('what would end badly is refused before anything is proposed, and only names of teams are asked for a review', async () => {
  const notes = (slug: string) => ({ annotations: { 'github.com/team-slug': slug } });
  const entities = [
    entity('Group', 'evil', {}, notes('acme/x/../../y @acme/all')),
    entity('Group', 'good', {}, notes('acme/good')),
    entity('Component', 'pay', { owner: 'evil' }),
    entity('Component', 'epic', { owner: 'good' }, { description: 'x'.repeat(3_001) }),
  ];
  const trial = (freshness: Freshness) => {
    const there = world({ entities, freshness });
    const proposals = paperProposals(opened);
    const [, report, description, link] = editButtons({ proposals });
    const on = (name: string): CardPress => {
      const own = there.for(everyone);
      const entry = own.get(`component:default/${name}`);
      if (!entry) throw new Error(`${name} is not there.`);
      return { viewer: ana as CardPress['viewer'], email: undefined, entry, view: own, now, key: 'key', ctx: slackOf(there).ctx };
    };
    return { proposals, report, description, link, on };
  };
  const fresh = trial({ from: 'database', asOf: now });
  const form = await fresh.report?.open?.(fresh.on('pay'));
  const field = String(form?.blocks.find(({ block_id: id }) => String(id).startsWith('to '))?.['block_id']);
  expect(await fresh.report?.submit(fresh.on('pay'), { [field]: 'component:default/epic' })).toMatchObject({ reply: { kind: 'errors' } });
  await fresh.report?.submit(fresh.on('pay'), { [field]: 'group:default/good' });
  expect(fresh.proposals.wishes.map(({ reviewers }) => reviewers)).toEqual([['acme/good']]);
  expect(() => fresh.description?.open?.(fresh.on('epic'))).toThrow(expect.objectContaining({ code: 'description-too-long' }) as Error);

  const away = trial({ from: 'snapshot', asOf: now });
  const added = async () => away.link?.submit(away.on('pay'), { url: 'https://a.example' });
  await expect(added()).rejects.toMatchObject({ code: 'database-away' });
  expect(away.proposals.wishes).toEqual([]);
});
