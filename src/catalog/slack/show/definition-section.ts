import type { Section } from '#core/contributions.ts';
import type { Entry } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { within } from '#slack/within.ts';
import type { Summaries, Summarised } from '../../definition/create-summaries.ts';
import type { Summary } from '../../definition/summary.ts';
import { count } from '../words.ts';

const deadlineMs = 800;

type Loaded = Summarised | { outcome: 'away' | 'late' };

/** What an API offers. The one part of a card that needs the database: without it the card is there all the same. */
export function definitionSection(summaries: Summaries, entry: Entry): Section<Loaded> {
  return {
    id: 'catalog.definition',
    kinds: ['api'],
    // Ours is the sentence for what is late; this is for what hangs in spite of it.
    deadlineMs: deadlineMs + 200,
    async load() {
      const asked = summaries.of(entry).catch((): Loaded => ({ outcome: 'away' }));
      return new Map([[entry.ref, (await within(asked, deadlineMs)) ?? { outcome: 'late' as const }]]);
    },
    render: (_entry, { data }) => (data ? blocksOf(data) : []),
  };
}

function blocksOf(loaded: Loaded): Block[] {
  switch (loaded.outcome) {
    case 'summary':
      return [section(join([headOf(loaded.summary, loaded.bytes), ...callLines(loaded.summary)], '\n'))];
    case 'unreadable':
      return [context(md`Its definition (${size(loaded.bytes)}) cannot be read as what it says it is.`)];
    case 'too-big':
      return [context(md`Its definition (${size(loaded.bytes)}) is too big to be looked into.`)];
    case 'late':
      return [context(md`Its definition could not be read in time.`)];
    case 'away':
      return [context(md`Its definition cannot be read while the database is away.`)];
    case 'none':
      return [context(md`It has no definition in the catalog.`)];
  }
}

/** `Payments 1.4.0 · OpenAPI 3.0.3 · 4 operations`. */
function headOf({ form, title, version, total }: Summary, bytes: number): Mrkdwn {
  const name = [title, version].filter(Boolean).join(' ');
  if (form === undefined) return md`Its definition (${size(bytes)}) is of a form that is not known here.`;
  return join([name !== '' && md`*${escape(name, 150)}*`, escape(form, 40), escape(count(total, 'operation'))]);
}

function callLines({ operations, total }: Summary): Mrkdwn[] {
  const more = total > operations.length ? [escape(`${operations.length} of ${total} are shown.`)] : [];
  return [...operations.map(({ call, about }) => join([code(call.slice(0, 100)), about && escape(about, 120)], ' ')), ...more];
}

function size(bytes: number): Mrkdwn {
  return escape(bytes < 10_000 ? count(bytes, 'byte') : `${Math.round(bytes / 1000)} kB`);
}
