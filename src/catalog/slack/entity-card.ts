import type { Section } from '#core/contributions.ts';
import type { Entry } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import type { Block, Message } from '#core/reply.ts';
import { context, section } from '#slack/blocks.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { Summaries } from '../definition/create-summaries.ts';
import { evidenceOf } from '../ownership/evidence.ts';
import { assemble } from './assemble.ts';
import type { Shown } from './assemble.ts';
import { cardActions, type Offered, type Share } from './buttons/card-actions.ts';
import { evidenceLine } from './evidence-line.ts';
import type { Led } from './entity-value.ts';
import { fitting } from './fitting.ts';
import { headline } from './headline.ts';
import { message } from './message.ts';
import { plainName } from './name.ts';
import { ownershipSections } from './ownership-sections.ts';
import { thingSections } from './show/thing-sections.ts';
import { thingSentence } from './show/thing-sentence.ts';
import { withoutPings } from './without-pings.ts';

/** A card's whole size, whatever plugins add to it. */
export const mostBlocks = 12;

export interface CardRequest extends Shown, Offered {
  /** Contributed by plugins. */
  sections: readonly Section[];
  /** Absent: by its owner. */
  led?: Led | undefined;
  /** Absent: nothing is said of the definitions of APIs. */
  summaries?: Summaries | undefined;
  /** Said before the answer, e.g. what was assumed. */
  before?: Mrkdwn;
  /** Other exact hits with the same owner. */
  alike?: readonly Entry[];
  /** How a flow on this card ended. */
  outcome?: Mrkdwn;
  /** Whether it can be shared from where the asker is, and in which thread. */
  share: Share;
}

/** The card of one entity: the answer, what is needed to act on it, where it comes from, what can be done next. */
export function entityCard(request: CardRequest, log: Log): Message | Promise<Message> {
  const { view, entry, face, led, sections } = request;
  const answer = led === 'by-thing' ? thingSentence(view, entry) : headline(view, entry);
  const isTop = ({ place }: Section) => place === 'top';
  const own = assemble(led === 'by-thing' ? thingSections(face, request) : ownershipSections(face), request, log);
  const top = assemble(sections.filter(isTop), request, log);
  const added = assemble(
    sections.filter((one) => !isTop(one)),
    request,
    log,
  );
  if (Array.isArray(top) && Array.isArray(own) && Array.isArray(added)) return layOut(request, { answer, top, own, added }, log);
  return Promise.all([top, own, added]).then(([top, own, added]) => layOut(request, { answer, top, own, added }, log));
}

interface Parts {
  answer: Mrkdwn;
  top: Block[];
  own: Block[];
  added: Block[];
}

/** So many blocks plugins may put before what the product itself says. */
const mostAtTop = 2;

function layOut(request: CardRequest, parts: Parts, log: Log): Message {
  const { entry, view, now, face } = request;
  const { answer, own, added } = parts;
  const first = section(join([request.before, answer, alikeLine(request.alike ?? [])], '\n'));
  const last = [
    context(evidenceLine(evidenceOf(view, entry, now), now)),
    ...(request.outcome ? [context(request.outcome)] : []),
    cardActions(request, log),
  ];
  const room = mostBlocks - 1 - own.length - last.length;
  const top = fitting(parts.top, Math.min(mostAtTop, room));
  const middle = [...top, ...own, ...fitting(added, room - top.length)];
  const blocks = [first, ...(face.audience === 'others' ? withoutPings(middle) : middle), ...last];
  return message(join([request.before, answer], ' '), blocks);
}

/** What else is called so and has the same owner. */
export function alikeLine(alike: readonly Entry[]): Mrkdwn | undefined {
  if (alike.length === 0) return undefined;
  const shown = alike.slice(0, 5).map((entry) => md`${plainName(entry)} (${escape(entry.entity.kind, 40)})`);
  const more = alike.length > shown.length && escape(`${alike.length - shown.length} more`);
  return md`Also found, of the same owner: ${join([...shown, more], ', ')}.`;
}
