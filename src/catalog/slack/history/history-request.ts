import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { type Message, type Reply, reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { everyone, type Viewer } from '#core/viewer.ts';
import { context } from '#slack/blocks.ts';
import { bold, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineRequest, type Readers } from '#slack/define-request.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { within } from '#slack/within.ts';
import { findWriters } from '../../history/find-writers.ts';
import { type HistoryOf, type Moment, readHistory } from '../../history/read-history.ts';
import { displayName } from '../../ownership/owner.ts';
import { type Asked, readAsked } from '../answer-about.ts';
import type { CatalogSlack } from '../catalog-slack.ts';
import { findHere } from '../channel/find-here.ts';
import { entityNamed } from '../entity-named.ts';
import { parseEntityValue } from '../entity-value.ts';
import { examplesFor } from '../examples.ts';
import { busyMessage } from '../register/busy-message.ts';
import { onlyYou } from '../only-you.ts';
import { type HistoryPage, historyCard, pageOf, type Subject, type Writers } from './history-card.ts';

/** Somebody waits; and a database that takes longer is as good as away. */
const budgetMs = 500;
/** A repository may have to be asked. Whoever asks again is told what has come by then. */
const writersMs = 3000;

/** `/catalog history X`: what changed of it, when, and in which commit. */
export const historyRequest = (slack: CatalogSlack) =>
  defineRequest<Asked>({
    id: 'catalog.history',
    phrases: ['history', 'history of', 'changes', 'changes of', 'changes to', 'what changed in', 'what changed about', 'who changed'],
    label: 'History',
    summary: 'What changed of something in the last 30 days, by whom, and in which commit',
    usage: '<name or link>',
    examples: (ctx, most) => examplesFor(ctx.directory.for(ctx.viewer), ctx.viewer, most),
    parse: readAsked,
    meanwhile: ({ typed }) => (typed === '' ? undefined : busyMessage('Reading', `the history of ${typed}`)),
    answer: (ctx, asked, readers) => answer(slack, ctx, { asked, readers }),
  });

/** What not everyone may see is told to the asker alone. */
async function answer(slack: CatalogSlack, ctx: SlackCtx, { asked, readers }: { asked: Asked; readers: Readers }): Promise<Reply> {
  const own = ctx.directory.for(ctx.viewer);
  const { ref, before } = thingMeant(slack, ctx, { asked, view: own });
  const page = { ref, offset: 0 };
  const told = async (viewer: Viewer) => beginningWith(await historyFor(slack, ctx, { viewer, page }), before);
  if (readers === 'asker') return reply.ephemeral(await told(ctx.viewer));
  const open = ctx.directory.for(everyone);
  if (open.get(ref) ?? open.tombstone(ref)) return reply.inChannel(await told(everyone));
  return reply.ephemeral(onlyYou(await told(ctx.viewer), md`${bold(subjectOf(own, ref).name)} is visible to some groups only`));
}

/** Another page in place of this one; what all can read stays what everyone may see. */
export const historyPage = (slack: CatalogSlack) =>
  defineAction<HistoryPage>({
    id: 'catalog.history-page',
    parse(value) {
      const [, offset = '0', ref = ''] = /^(\d{1,6}) (.*)$/s.exec(value) ?? [];
      return { ref: parseEntityValue(ref).ref, offset: Number(offset) };
    },
    async answer(ctx, page) {
      const forAll = ctx.place.clicked === 'visible' && !ctx.place.isDm;
      const message = await historyFor(slack, ctx, { viewer: forAll ? everyone : ctx.viewer, page });
      return { kind: 'message', visibility: forAll ? 'in_channel' : 'ephemeral', where: 'replace', message };
    },
  });

/** What is gone has a history too; what is one letter away is shown, and that it is. */
function thingMeant(
  slack: CatalogSlack,
  ctx: SlackCtx,
  { asked, view }: { asked: Asked; view: DirectoryView },
): { ref: Ref; before?: Mrkdwn } {
  const found = (asked.text === '' ? findHere(slack, ctx, view) : undefined) ?? view.find(asked.text);
  if (found.outcome === 'removed') return { ref: found.tombstone.ref };
  if (found.outcome === 'one') return { ref: found.entry.ref };
  if (found.outcome === 'assumed')
    return { ref: found.entry.ref, before: md`No ${bold(found.typed)}; showing ${bold(found.name)}, one letter away.` };
  return { ref: entityNamed(view, asked, `${slack.words} history`).ref };
}

function beginningWith(message: Message, before: Mrkdwn | undefined): Message {
  return before === undefined ? message : { ...message, blocks: [context(before), ...message.blocks] };
}

async function historyFor(slack: CatalogSlack, ctx: SlackCtx, { viewer, page }: { viewer: Viewer; page: HistoryPage }): Promise<Message> {
  const view = ctx.directory.for(viewer);
  const subject = subjectOf(view, page.ref);
  const asked = readHistory(ctx.db, view, subject).catch((error: unknown) => ctx.log.warn({ err: error }, 'catalog.history-not-read'));
  const history = await within(asked, budgetMs);
  if (history) {
    const writers = await writersOf(slack, ctx, pageOf(history, page));
    return historyCard(view, history, { page, subject, writers, now: ctx.clock.now() });
  }
  throw new UserError(
    'database-away',
    'The database does not answer, so what changed cannot be told right now.',
    'Try again in a minute; what is in the catalog is answered all the same.',
  );
}

/** Who it was is good to know, and no reason to wait long or to fail. */
async function writersOf({ commits }: CatalogSlack, ctx: SlackCtx, moments: readonly Moment[]): Promise<Writers> {
  if (!commits) return { late: false, by: new Map() };
  const asked = findWriters(ctx.db, commits, moments).catch((error: unknown) => {
    ctx.log.warn({ err: error }, 'catalog.writers-not-found');
    return new Map();
  });
  const by = await within(asked, writersMs);
  return { late: by === undefined, by: by ?? new Map() };
}

function subjectOf(view: DirectoryView, ref: Ref): Subject & HistoryOf {
  const entry = view.get(ref);
  if (entry) return { uid: entry.uid, place: entry, name: displayName(entry), changedAt: entry.changedAt, gone: false };
  const tombstone = view.tombstone(ref);
  if (tombstone) return { uid: tombstone.uid, place: tombstone, name: tombstone.name, changedAt: tombstone.removedAt, gone: true };
  throw new UserError('not-there', 'That is not in the catalog any more, or you may not see it.', 'Ask again by its name.');
}
