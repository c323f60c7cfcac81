import { ask, slackOf } from '../../../test/support/ask-catalog.ts';
import { paymentsCompany } from '../../../test/support/payments-company.ts';
import { world } from '../../../test/support/world.ts';
import type { Section } from '#core/contributions.ts';
import { section } from '#slack/blocks.ts';
import { foreign, md } from '#slack/mrkdwn.ts';
import { expect, test } from 'vitest';

const shows = (data: unknown) => [section(md`On call: ${foreign(String(data))}`)];
const oncall = (load: NonNullable<Section['load']>, deadlineMs = 200): Section => ({
  id: 'pager.oncall',
  deadlineMs,
  load,
  render: (_, { data }) => shows(data),
});
const asking = (...sections: Section[]) => ask(slackOf(world({ entities: paymentsCompany }), { sections }), 'payments-api');

test('a section of a plugin is on the card, with what it loaded for that entity', async () => {
  expect(await asking(oncall(async (entries) => new Map(entries.map(({ ref }) => [ref, 'Ana']))))).toContain('\nOn call: Ana\n');
});

test('all load at the same time; one that is late becomes a line, is told to stop, and the card is whole', async () => {
  let stopped = false;
  const never = oncall((_, { signal }) => {
    signal.addEventListener('abort', () => (stopped = true));
    return new Promise(() => undefined);
  }, 300);
  const began = performance.now();
  const said = await asking(never, { ...never, id: 'pager.second' });
  expect(performance.now() - began).toBeLessThan(550);
  expect(said).toContain('pager.oncall did not answer in time and is left out.\npager.second did not answer');
  expect(said).toMatch(/^payments-api is owned by Team Payments\./);
  expect(stopped).toBe(true);
});

test('one that fails, at loading or at showing, becomes a line', async () => {
  const failing = oncall(() => Promise.reject(new Error('503')));
  const throwing = oncall(() => {
    throw new Error('not even a promise');
  });
  const broken: Section = {
    id: 'pager.broken',
    deadlineMs: 0,
    render: () => {
      throw new Error('bug');
    },
  };
  const said = await asking(failing, throwing, broken);
  expect(said.match(/could not be read and is left out/g)).toHaveLength(2);
  expect(said).toContain('pager.broken could not be shown and is left out.');
});

test('a section is asked only for its kinds', async () => {
  const groups = { ...oncall(() => Promise.reject(new Error('never asked'))), kinds: ['group'] };
  expect(await asking(groups)).not.toContain('pager.oncall');
});

test('a talkative plugin cannot push the evidence or the buttons off the card', async () => {
  const talk: Section = { id: 'talk', deadlineMs: 0, render: () => Array.from({ length: 30 }, () => section(md`bla`)) };
  const said = await asking(talk);
  expect(said).toMatch(/more parts did not fit here\.\ncatalog-info.yaml:14 .*confirmed\n\[Share in Channel\]/);
  expect(said.match(/^bla$/gm)).toHaveLength(4);
});
