import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { expect, test, vi } from 'vitest';
import { freePort } from '../../bench/product.ts';
import { configFile, ownFolder, projectManifests, startJourney } from '../support/product.ts';

const folder = join(import.meta.dirname, '../../docs/operations');

test('the numbers of a running process tell what was asked, what failed and how things are', async () => {
  const port = await freePort();
  const broken = ownFolder();
  writeFileSync(join(broken, 'catalog-info.yaml'), 'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {}\n');
  const yaml = `catalog:
  sources:
    - { type: folder, name: everything, path: ${projectManifests}, authority: true }
    - { type: folder, name: broken, path: ${broken} }
`;
  const { command, fake } = await startJourney({ METRICS_PORT: String(port), SWITCHBOARD_CONFIG: configFile(yaml) });
  await command('/whoowns', 'payments-api');
  await command('/whoowns', 'zzzzzzzzzz');
  fake.faults.set('users.info', { error: 'internal_error' });
  await command('/whoowns', 'payments-api', { user: 'U0NEW' });
  let numbers: string[] = [];
  // The queues are made after the first question can be answered.
  await vi.waitFor(async () => expect((numbers = await scrape(port)).join('\n')).toContain('queue="catalog.sync"'), { timeout: 30_000 });
  const value = (start: string) =>
    Number(
      numbers
        .find((line) => line.startsWith(`${start} `))
        ?.split(' ')
        .at(-1),
    );
  expect(value('switchboard_answer_seconds_count{entry="catalog.whoowns"}')).toBe(3);
  expect(value('switchboard_misses_total')).toBe(1);
  expect(value('switchboard_slack_errors_total{code="internal_error"}')).toBe(1);
  expect(value('switchboard_entities')).toBeGreaterThan(30);
  expect(value('switchboard_catalog_age_seconds')).toBe(0);
  expect(value('switchboard_source_lag_seconds{source="everything"}')).toBeLessThan(60);
  expect(value('switchboard_source_every_seconds{source="everything"}')).toBe(5);
  expect(value('switchboard_queue_depth{queue="catalog.sync"}')).toBeGreaterThanOrEqual(0);
  expect(value('switchboard_problems{severity="error"}')).toBeGreaterThan(0);
  expect(value('nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  expect(numbers.join('\n')).not.toMatch(/zzzz|U0NEW|payments-api/);

  const exported = new Set(numbers.flatMap((line) => /^# TYPE (\S+) /.exec(line)?.[1] ?? []));
  expect(used().filter((name) => !exported.has(name.replace(/_(bucket|sum|count)$/, '')))).toEqual([]);
});

test('the dashboard and the alert rules are what Grafana and Prometheus take', () => {
  const { panels } = JSON.parse(readFileSync(join(folder, 'dashboard.json'), 'utf8')) as { panels: { targets?: unknown[] }[] };
  expect(panels.filter((panel) => panel.targets?.length === 0)).toEqual([]);
  const { groups } = load(readFileSync(join(folder, 'alerts.yaml'), 'utf8')) as { groups: { rules: Record<string, unknown>[] }[] };
  expect(groups.flatMap(({ rules }) => rules)).toHaveLength(3);
  for (const rule of groups.flatMap(({ rules }) => rules)) {
    expect(Object.keys(rule)).toEqual(['alert', 'expr', 'for', 'labels', 'annotations']);
  }
  expect(used().length).toBeGreaterThan(10);
});

async function scrape(port: number): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(response.headers.get('content-type')).toContain('text/plain');
  return (await response.text()).split('\n');
}

/** Every metric that the dashboard, the rules and their explanation name. */
function used(): string[] {
  const texts = globSync('*', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'));
  return [...new Set(texts.flatMap((text) => text.match(/\b(?:switchboard|nodejs|process)_[a-z0-9_]+/g) ?? []))];
}
