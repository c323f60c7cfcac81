import type { DirectoryView } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { type Message, reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { everyone, type Viewer } from '#core/viewer.ts';
import { defineAction } from '#slack/define-action.ts';
import { defineRequest } from '#slack/define-request.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { within } from '#slack/within.ts';
import { readHistory } from '../../history/read-history.ts';
import { displayName } from '../../ownership/owner.ts';
import { type Asked, readAsked } from '../answer-about.ts';
import type { CatalogSlack } from '../catalog-slack.ts';
import { findHere } from '../channel/find-here.ts';
import { entityNamed } from '../entity-named.ts';
import { parseEntityValue } from '../entity-value.ts';
import { examplesFor } from '../examples.ts';
import { type HistoryPage, historyCard, type Subject } from './history-card.ts';

/** Somebody waits; and a database that takes longer is as good as away. */
const budgetMs = 500;

/** `/catalog history X`: what changed of it, when, and in which commit. */
export const historyRequest = (slack: CatalogSlack) =>
  defineRequest<Asked>({
    id: 'catalog.history',
    phrases: ['history', 'history of', 'changes', 'changes of', 'changes to', 'what changed in', 'what changed about', 'who changed'],
    label: 'History',
    summary: 'What changed of something in the last 30 days, and in which commit',
    usage: '<name or link>',
    examples: (ctx, most) => examplesFor(ctx.directory.for(ctx.viewer), ctx.viewer, most),
    parse: readAsked,
    async answer(ctx, asked, readers) {
      const viewer = readers === 'others' ? everyone : ctx.viewer;
      const ref = refMeant(slack, ctx, { asked, view: ctx.directory.for(viewer) });
      const card = await historyFor(ctx, { viewer, page: { ref, offset: 0 } });
      return readers === 'others' ? reply.inChannel(card) : reply.ephemeral(card);
    },
  });

/** Another page in place of this one; what all can read stays what everyone may see. */
export const historyPage = () =>
  defineAction<HistoryPage>({
    id: 'catalog.history-page',
    parse(value) {
      const [, offset = '0', ref = ''] = /^(\d{1,6}) (.*)$/s.exec(value) ?? [];
      return { ref: parseEntityValue(ref).ref, offset: Number(offset) };
    },
    async answer(ctx, page) {
      const forAll = ctx.place.clicked === 'visible' && !ctx.place.isDm;
      const message = await historyFor(ctx, { viewer: forAll ? everyone : ctx.viewer, page });
      return { kind: 'message', visibility: forAll ? 'in_channel' : 'ephemeral', where: 'replace', message };
    },
  });

/** What is gone has a history too. */
function refMeant(slack: CatalogSlack, ctx: SlackCtx, { asked, view }: { asked: Asked; view: DirectoryView }): Ref {
  const found = (asked.text === '' ? findHere(slack, ctx, view) : undefined) ?? view.find(asked.text);
  if (found.outcome === 'removed') return found.tombstone.ref;
  return found.outcome === 'one' ? found.entry.ref : entityNamed(view, asked, `${slack.words} history`).ref;
}

async function historyFor(ctx: SlackCtx, { viewer, page }: { viewer: Viewer; page: HistoryPage }): Promise<Message> {
  const view = ctx.directory.for(viewer);
  const subject = subjectOf(view, page.ref);
  const asked = readHistory(ctx.db, view, subject.uid).catch((error: unknown) => ctx.log.warn({ err: error }, 'catalog.history-not-read'));
  const history = await within(asked, budgetMs);
  if (history) return historyCard(view, history, { page, subject, now: ctx.clock.now() });
  throw new UserError(
    'database-away',
    'The database does not answer, so what changed cannot be told right now.',
    'Try again in a minute; what is in the catalog is answered all the same.',
  );
}

function subjectOf(view: DirectoryView, ref: Ref): Subject & { uid: string } {
  const entry = view.get(ref);
  if (entry) return { uid: entry.uid, name: displayName(entry), changedAt: entry.changedAt, gone: false };
  const tombstone = view.tombstone(ref);
  if (tombstone) return { uid: tombstone.uid, name: tombstone.name, changedAt: tombstone.removedAt, gone: true };
  throw new UserError('not-there', 'That is not in the catalog any more, or you may not see it.', 'Ask again by its name.');
}
