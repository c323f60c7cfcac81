import { catalogDefinitions, catalogRequests } from '#catalog/slack/definitions.ts';
import type { CardButton } from '#catalog/slack/buttons/card-button.ts';
import { whyButton } from '#catalog/slack/buttons/why.button.ts';
import { definitionButton } from '#catalog/slack/show/definition.button.ts';
import { drawSvg } from '#catalog/picture/draw.task.ts';
import type { CatalogSlack } from '#catalog/slack/catalog-slack.ts';
import { renderText } from '../../src/cli/render-text.ts';
import type { Directory } from '#core/directory.ts';
import type { Ledger, OutFile, Outbox, People } from '#core/ports.ts';
import type { Message, Reply } from '#core/reply.ts';
import type { Section } from '#core/contributions.ts';
import type { SlackViewer } from '#core/viewer.ts';
import type { Readers } from '#slack/define-request.ts';
import type { Answerable } from '#slack/answerable.ts';
import type { Place, SlackCtx } from '#slack/slack-ctx.ts';
import { silentLog } from './databases.ts';
import { nobody, now } from './world.ts';

export const ana: SlackViewer = {
  kind: 'member',
  teamId: 'T1',
  userId: 'U0ANA',
  userRef: 'user:default/ana',
  groups: ['group:default/team-payments'],
};

/** A member in a channel, asking; what was posted and written down is kept. */
export interface Desk {
  ctx: SlackCtx;
  slack: CatalogSlack;
  posted: { channel: string; thread?: string; message: Message }[];
  uploaded: { channel: string; thread?: string; file: OutFile }[];
  misses: string[];
  audited: Parameters<Ledger['audit']>[0][];
}

export interface DeskFacts {
  viewer?: SlackCtx['viewer'];
  place?: Partial<Place>;
  people?: Partial<People>;
  audience?: Awaited<ReturnType<Outbox['audience']>>;
  fallback?: CatalogSlack['config']['fallback'];
  owners?: CatalogSlack['config']['owners'];
  sections?: readonly Section[];
  summaries?: CatalogSlack['summaries'];
  /** After Why. */
  buttons?: readonly CardButton[];
}

export function slackOf(directory: Directory, facts: DeskFacts = {}): Desk {
  const posted: Desk['posted'] = [];
  const uploaded: Desk['uploaded'] = [];
  const misses: string[] = [];
  const audited: Desk['audited'] = [];
  const refuse = () => Promise.reject(new Error('An answer needs no statement.'));
  const ctx: SlackCtx = {
    directory,
    db: { rows: refuse, transaction: refuse, listen: refuse, close: () => Promise.resolve() },
    log: silentLog,
    clock: { now: () => now, uuid: () => 'id' },
    viewer: facts.viewer ?? ana,
    people: { ...nobody, ...facts.people },
    ledger: { miss: async (term) => void misses.push(term), audit: async (entry) => void audited.push(entry) },
    outbox: {
      audience: () => Promise.resolve(facts.audience ?? 'workspace'),
      update: () => Promise.resolve(),
      findByKey: () => Promise.resolve({ outcome: 'absent' }),
      unfurl: () => Promise.resolve(),
      channelNamed: () => Promise.resolve(undefined),
      async post(target, message) {
        posted.push({ ...target, message });
        return { channel: target.channel, ts: '1.0' };
      },
      async upload(target, file) {
        uploaded.push({ ...target, file });
        return { channel: target.channel, file: 'F1' };
      },
    },
    place: { teamId: 'T1', channel: 'C0INCIDENT', isDm: false, ...facts.place },
  };
  const config = { owners: facts.owners ?? new Map(), fallback: facts.fallback ?? { channel: '#platform' } };
  const definition = facts.summaries ? [definitionButton(facts.summaries)] : [];
  const buttons = [whyButton({ config }), ...definition, ...(facts.buttons ?? [])];
  const slack = {
    config,
    sections: facts.sections ?? [],
    buttons,
    command: '/whoowns',
    words: '/catalog',
    deps: '/deps',
    pictures: undrawn,
    unfurls: false,
    summaries: facts.summaries,
  } as const;
  return { ctx, posted, uploaded, misses, audited, slack };
}

/** Every picture is laid out, and stays what it is made of: pixels cost more than all else, and say nothing more here. */
export const undrawn: CatalogSlack['pictures'] = { draw: async (drawing) => Buffer.from(await drawSvg(drawing)) };

/** Runs a definition by its id, bookkeeping included, as the kit does. */
export async function run(desk: Desk, id: string, input: string): Promise<Reply> {
  const found = catalogDefinitions(desk.slack).find((definition) => definition.id === id);
  if (!found || !('parse' in found)) throw new Error(`Nothing is called ${id}.`);
  const definition = found as Answerable<unknown> & { parse(text: string): unknown };
  const parsed = definition.parse(input);
  const reply = await definition.answer(desk.ctx, parsed);
  await definition.after?.(desk.ctx, parsed, reply);
  return reply;
}

export async function messageOf(reply: Reply | Promise<Reply>): Promise<Message> {
  const done = await reply;
  if (done.kind !== 'message') throw new Error(`A message was expected, not ${done.kind}.`);
  return done.message;
}

/** What `/catalog <request> <text>` shows, as a person reads it. */
export async function request(desk: Desk, id: string, text: string, readers: Readers = 'asker'): Promise<string> {
  const found = catalogRequests(desk.slack).find((definition) => definition.id === id);
  if (!found) throw new Error(`Nothing is called ${id}.`);
  return renderText(await messageOf(found.answer(desk.ctx, found.parse(text), readers)));
}

/** What `/whoowns <text>` shows, as a person reads it. */
export async function ask(desk: Desk, text: string): Promise<string> {
  return renderText(await messageOf(run(desk, 'catalog.whoowns', text)));
}
