import type { Notice } from '#core/notice.ts';
import type { Block, Message } from '#core/reply.ts';
import { count } from '#core/words.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, dateToken, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import { type RemovalsFacts } from '../removals/removals-topic.ts';
import { missingBlocks } from './missing-blocks.ts';

/** One set of removals that waits, for those who may decide; then how it ended. */
export function removalsNotice({ items, settled, outcome, missing }: Notice): Message {
  const [item] = items;
  const facts = item?.facts as RemovalsFacts;
  const isOver = outcome !== undefined || (item !== undefined && settled.has(item.id));
  return removalsCard(facts, {
    ...(isOver && { outcome: outcome ?? 'These do not wait any more: they are back, or the set has changed.' }),
    missing,
  });
}

/** `outcome` in our own words, without any name that could be a format. */
export function removalsCard(facts: RemovalsFacts, how: { before?: Mrkdwn; outcome?: string; missing?: readonly Date[] }): Message {
  const { source, total, refs, since, id } = facts;
  const what = bold(count(total, 'removal'));
  const answer =
    how.outcome === undefined
      ? md`${what} ${escape(total === 1 ? 'waits' : 'wait')} in the source ${code(source)}.`
      : md`${what} waited in the source ${code(source)}. ${escape(how.outcome)}`;
  const why = md`So many at once look more like a slip than a decision, so nothing was removed.`;
  const at = new Date(since);
  const when = context(md`Since ${dateToken(at, `${since.slice(0, 16).replace('T', ' ')} UTC`)} · set ${code(id)}`);
  const blocks: Block[] = [
    section(join([how.before, answer, how.outcome === undefined && why], '\n')),
    ...listOf(refs, total),
    when,
    ...missingBlocks(how.missing ?? []),
    ...(how.outcome === undefined ? ending(facts) : []),
  ];
  return message(answer, blocks);
}

/** In parts, so that the longest refs there can be fit. */
const together = 10;

function listOf(refs: readonly string[], total: number): Block[] {
  const parts = Array.from({ length: Math.ceil(refs.length / together) }, (_, n) => refs.slice(n * together, (n + 1) * together));
  const more = total - refs.length;
  return parts.map((part, n) => {
    const last = n === parts.length - 1 && more > 0;
    return section(join([...part.map((ref) => md`• ${code(ref)}`), last && escape(`and ${more} more`)], '\n'));
  });
}

function ending({ source, total, refs, id }: RemovalsFacts): Block[] {
  if (refs.length === 0) return [context(md`They are visible to some groups only: ${code('switchboard status')} lists them.`)];
  const danger = {
    title: 'Remove them?',
    text: `${count(total, 'entity', 'entities')} of ${source} will not be in the catalog any more. What comes back later is known again.`,
    confirm: 'Remove',
  };
  return [
    actions(
      button({
        id: 'notices.confirm-removals',
        label: total === 1 ? 'Remove It' : `Remove These ${total}`,
        value: `${id} ${source}`,
        danger,
      }),
    ),
  ];
}
