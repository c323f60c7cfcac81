import { linksOf, pagerIdOf } from './links.ts';
import { entity, world } from '../../../test/support/world.ts';
import type { EntityMetadata } from '#core/entity.ts';
import { operator } from '#core/viewer.ts';
import { expect, test } from 'vitest';

function links(metadata: Partial<EntityMetadata>, path = 'services/api/catalog-info.yaml') {
  const view = world({ entities: [{ entity: entity('Component', 'api', {}, metadata), path }] }).for(operator);
  const entry = view.get('component:default/api');
  return entry ? linksOf(view, entry) : [];
}
const noted = (annotations: Record<string, string>) => links({ annotations }).map(({ url }) => url);

test('what an incident needs comes first, by its own title; Slack channels and other schemes are no links', () => {
  const urls = [
    { url: 'https://acme.test/', title: 'Home' },
    { url: 'https://acme.pagerduty.com/service-directory/P1' },
    { url: 'https://grafana.acme.test/d/1', title: 'Latency', icon: 'dashboard' },
    { url: 'https://acme.slack.com/archives/C0123ABCD', title: 'Room' },
    { url: 'javascript:alert(1)', title: 'Runbook' },
    { url: 'https://wiki.acme.test/rb', title: 'Payments runbook' },
  ];
  expect(links({ links: urls }).map(({ label }) => label)).toEqual(['Payments runbook', 'Latency', 'PagerDuty', 'Home']);
});

test('the repository: source-location, else a slug, and only what is one', () => {
  expect(noted({ 'backstage.io/source-location': 'url:https://github.com/acme/a/', 'github.com/project-slug': 'acme/b' })).toEqual([
    'https://github.com/acme/a/',
  ]);
  expect(noted({ 'backstage.io/source-location': 'file:/etc/', 'github.com/project-slug': 'acme/b' })).toEqual([
    'https://github.com/acme/b',
  ]);
  expect(noted({ 'gitlab.com/project-slug': 'acme/x/y', 'gitlab.com/instance': 'git.acme.test' })).toEqual([
    'https://git.acme.test/acme/x/y',
  ]);
  expect(noted({ 'github.com/project-slug': '../../evil?x' })).toEqual([]);
});

test('the docs: an address, or the folder beside the file, never one above it', () => {
  const folder = 'https://github.com/acme/catalog/blob/a1b2c3d4e5f60718293a4b5c6d7e8f9012345678/services/api';
  expect(noted({ 'backstage.io/techdocs-ref': 'url:https://docs.acme.test/a' })).toEqual(['https://docs.acme.test/a']);
  expect(noted({ 'backstage.io/techdocs-ref': 'dir:.' })).toEqual([folder]);
  expect(noted({ 'backstage.io/techdocs-ref': 'dir:./handbook' })).toEqual([`${folder}/handbook`]);
  expect(noted({ 'backstage.io/techdocs-ref': 'dir:../secret' })).toEqual([]);
});

test("PagerDuty's id is known even where no address is", () => {
  const view = world({ entities: [entity('Component', 'api', {}, { annotations: { 'pagerduty.com/service-id': 'P1' } })] }).for(operator);
  const entry = view.get('component:default/api');
  expect(entry && pagerIdOf(entry)).toBe('P1');
});
