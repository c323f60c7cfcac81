import { contactsOf } from './contacts.ts';
import { entity, world } from '../../../test/support/world.ts';
import type { OwnerContact } from '#core/catalog-config.ts';
import type { EntityMetadata } from '#core/entity.ts';
import { operator } from '#core/viewer.ts';
import { expect, test } from 'vitest';

const ref = 'group:default/crew';
function contacts(metadata: Partial<EntityMetadata>, spec: Record<string, unknown> = {}, configured?: OwnerContact) {
  const users = ['bo', 'cy'].map((name) => entity('User', name, { memberOf: [], profile: { email: `${name}@acme.test` } }));
  const view = world({ entities: [entity('Group', 'crew', { type: 'team', children: [], ...spec }, metadata), ...users] }).for(operator);
  return contactsOf(view, ref, { owners: new Map(configured ? [[ref, configured]] : []) });
}
const noted = (annotations: Record<string, string>) => contacts({ annotations });

test.each([
  ['C0123ABCD', { id: 'C0123ABCD' }],
  ['#team-crew', { name: 'team-crew' }],
  ['team-crew', { name: 'team-crew' }],
  ['C0123ABCD, C0999ABCD', { id: 'C0123ABCD' }],
  ['<!channel>', undefined],
])('a channel is an id or a name: %s', (written, channel) => {
  expect(noted({ 'slack.com/bot-notify': written }).channel?.value).toEqual(channel);
});

test('a user id in bot-notify is a person and no channel', () => {
  const found = noted({ 'slack.com/bot-notify': 'U0123ABCD' });
  expect(found.person?.value).toBe('U0123ABCD');
  expect(found.channel).toBeUndefined();
});

test.each([
  ['https://acme.slack.com/archives/C0123ABCD/p17000', 'C0123ABCD'],
  ['https://app.slack.com/client/T01ABCDEF/C0123ABCD', 'C0123ABCD'],
  ['https://slack.com/app_redirect?channel=C0123ABCD', 'C0123ABCD'],
  ['https://slack.com.evil.test/archives/C0123ABCD', undefined],
  ['https://acme.slack.com/team/U0123ABCD', undefined],
])('a Slack link names a channel: %s', (url, id) => {
  expect(contacts({ links: [{ url }] }).channel?.value).toEqual(id && { id });
});

test('the first of bot-notify, slackChannel, slack.com/channel, links, configuration counts', () => {
  const annotations = { 'slack.com/channel': 'third' };
  const links = [{ url: 'https://acme.slack.com/archives/C0FOURTH1' }];
  expect(
    contacts({ annotations: { ...annotations, 'slack.com/bot-notify': 'first' }, slackChannel: 'second', links }).channel?.value,
  ).toEqual({ name: 'first' });
  expect(contacts({ annotations, slackChannel: 'second', links }).channel).toEqual({
    value: { name: 'second' },
    from: 'metadata.slackChannel',
  });
  expect(contacts({ annotations, links }).channel?.value).toEqual({ name: 'third' });
  expect(contacts({ links }, {}, { channel: 'fifth' }).channel?.value).toEqual({ id: 'C0FOURTH1' });
  expect(contacts({}, {}, { channel: '#fifth' }).channel).toEqual({ value: { name: 'fifth' }, from: 'owners in switchboard.yaml' });
});

test('the configuration also serves an owner that is not in the catalog', () => {
  const config = { owners: new Map([['group:default/ghost', { userGroup: '@ghosts', email: 'g@acme.test' }]]) };
  const found = contactsOf(world({ entities: [] }).for(operator), 'group:default/ghost', config);
  expect([found.userGroup?.value, found.email?.value]).toEqual([{ handle: 'ghosts' }, 'g@acme.test']);
});

test('the lead: annotation, then spec.lead, then the only member', () => {
  expect(contacts({ annotations: { 'switchboard.io/lead': 'bo' } }, { lead: 'user:cy' }).lead?.value).toEqual({
    name: 'bo',
    ref: 'user:default/bo',
    email: 'bo@acme.test',
  });
  expect(contacts({}, { lead: 'user:cy' }).lead).toMatchObject({ value: { name: 'cy' }, from: 'spec.lead' });
  expect(contacts({}, { lead: 'di@acme.test' }).lead?.value).toEqual({ name: 'di@acme.test', email: 'di@acme.test' });
  expect(contacts({}, { members: ['cy'] }).lead).toMatchObject({ value: { name: 'cy' }, from: 'the only member' });
  expect(contacts({}, { members: ['bo', 'cy'] }).lead).toBeUndefined();
});

test('what YAML may hold instead of text is nobody to ask', () => {
  expect(contacts({ slackChannel: 7 }, { lead: ['bo'], profile: 'x' })).toEqual({});
});
