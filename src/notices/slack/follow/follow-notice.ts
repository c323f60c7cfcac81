import type { Notice } from '#core/notice.ts';
import type { Block, Message } from '#core/reply.ts';
import { count } from '#core/words.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { agoToken, bold, code, escape, join, link, md, type Mrkdwn, safeUrl } from '#slack/mrkdwn.ts';
import { message } from '#slack/message.ts';
import type { FollowFacts } from '../../follow/follow-facts.ts';
import { missingBlocks } from '../missing-blocks.ts';
import { followValue } from './follow-value.ts';

/** Changes that one message shows; the others are counted. */
export const changesShown = 10;

/** What happened to things that somebody follows, each in a line, gravest first. */
export function followNotice(notice: Notice, command: string): Message {
  const { items, subscriber, missing } = notice;
  const shown = items.flatMap(({ facts }) => (facts === undefined ? [] : [facts as FollowFacts]));
  const [first] = shown;
  const isPerson = /^[UW]/.test(subscriber);
  const where = isPerson ? md`that you follow` : md`that this channel follows`;
  const answer =
    items.length === 1 && first
      ? sentence(first)
      : md`${bold(`${items.length} changes`)} to what ${isPerson ? md`you follow` : md`this channel follows`}.`;
  const lines = shown.map((facts) => join([sentence(facts), evidence(facts)], ' '));
  const list: Block[] =
    items.length === 1 && first
      ? [section(answer), context(join([md`Something ${where}`, evidence(first)]))]
      : [section(answer), ...parts(lines)];
  const rest = items.length > shown.length ? [context(escape(`${shown.length} of ${items.length} are shown, gravest first.`))] : [];
  return message(answer, [...list, ...rest, ...missingBlocks(missing), ...ending(notice, { shown, command })]);
}

/** In parts, so that the longest names there can be fit. */
function parts(lines: readonly Mrkdwn[]): Block[] {
  const together = 5;
  return Array.from({ length: Math.ceil(lines.length / together) }, (_, n) =>
    section(
      join(
        lines.slice(n * together, (n + 1) * together).map((line) => md`• ${line}`),
        '\n',
      ),
    ),
  );
}

function sentence({ name, url, what }: FollowFacts): Mrkdwn {
  const short = name.slice(0, 80);
  const thing = url && safeUrl(url) ? md`*${link(url, short)}*` : bold(short);
  switch (what.sort) {
    case 'owner':
      return md`${thing} ${moved(what, { is: 'is owned by', none: 'names no owner' })}.`;
    case 'lifecycle':
      return md`${thing} ${moved(what, { is: 'is', none: 'says no lifecycle' })}.`;
    case 'renamed':
      return md`${thing} is the new name of ${bold(what.before.slice(0, 80))}.`;
    case 'removed':
      return md`${thing} was removed${what.author === undefined ? md`` : md` by ${escape(what.author, 60)}`}.${
        what.owner === undefined ? md`` : md` It was owned by ${bold(what.owner.slice(0, 80))}.`
      }`;
    case 'back':
      return md`${thing} is back in the catalog.`;
    case 'dependents':
      return md`${thing} ${dependents(what)}.`;
  }
}

function moved({ before, after }: { before?: string; after?: string }, words: { is: string; none: string }): Mrkdwn {
  const now = after === undefined ? escape(`${words.none} any more`) : md`${escape(words.is)} ${bold(after.slice(0, 80))} now`;
  return before === undefined ? now : md`${now}; it was ${bold(before.slice(0, 80))}`;
}

const tied = {
  needs: ['depends on it now', 'depend on it now'],
  owned: ['is owned by it now', 'are owned by it now'],
  part: ['is part of it now', 'are part of it now'],
};

function dependents({ how, total, names, through }: FollowFacts['what'] & { sort: 'dependents' }): Mrkdwn {
  const listed = names.map((name) => escape(name, 80));
  const more = total > names.length && escape(`${total - names.length} more`);
  const [one = '', many = ''] = tied[how];
  const by = through === undefined ? md`` : md`, through ${escape(through, 80)}`;
  return md`has ${escape(count(total, sorts[how]))}: ${join([...listed, more], ', ')} ${escape(total === 1 ? one : many)}${by}`;
}

const sorts = { needs: 'new dependent', owned: 'new thing', part: 'new part' };

/** ` · abc1234 · 2 h ago`. */
function evidence({ at, commit }: FollowFacts): Mrkdwn {
  const when = new Date(at);
  return join([commit !== undefined && code(commit), agoToken(when, `${at.slice(0, 16).replace('T', ' ')} UTC`)]);
}

function ending({ muted, subscriber }: Notice, { shown, command }: { shown: readonly FollowFacts[]; command: string }): Block[] {
  const list = code(`${command} following`);
  if (muted) return [context(md`Muted: no more of these come here. ${list} shows what is followed, and brings them back.`)];
  const [first, ...others] = new Map(shown.map((facts) => [facts.uid, facts])).values();
  const only = first && others.length === 0 && shown.length > 0 ? first : undefined;
  return [
    actions(
      ...(only
        ? [
            button({
              id: 'notices.unfollow',
              label: 'Unfollow',
              value: followValue({ subscriber, uid: only.uid }),
              accessibilityLabel: `Unfollow ${only.name}`,
            }),
          ]
        : []),
      button({ id: 'notices.mute-followed', label: 'Mute', value: subscriber, accessibilityLabel: 'Mute what is followed here' }),
    ),
    ...(only ? [] : [context(md`${list} shows all of it, to end one.`)]),
  ];
}
