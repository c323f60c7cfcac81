import type { Block, Message } from '#core/reply.ts';
import { button, context, section, sectionWithButton } from '#slack/blocks.ts';
import type { RequestDefinition } from '#slack/define-request.ts';
import { code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { plainText } from '#slack/plain-text.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { choice } from '../choices-cards.ts';
import { message } from '../message.ts';
import type { Asking } from './asking.ts';

const mostEntries = 8;
const mostLines = 25;
/** Of the help card: where there are more requests, several share one. */
const helpBlocks = 10;

/** What works here: an entry for each request that is made often, with the words and the command that do the same. */
export function menuCard(asking: Asking, ctx: SlackCtx, prefix: string): Message {
  const answer = md`This is what you can ask.`;
  const often = listed(asking)
    .filter((request) => request.often)
    .slice(0, mostEntries);
  const others = listed(asking)
    .filter((request) => !often.includes(request))
    .slice(0, mostLines);
  const lines = others.map((request) => md`${escape(request.label)}: ${code(usageOf(request, prefix))}`);
  return message(answer, [
    section(answer),
    ...often.map((request) => entry(asking, request, prefix)),
    ...(lines.length > 0 ? [section(join([md`*And*`, ...lines], '\n'))] : []),
    context(md`${code(written(prefix, 'help'))} shows examples.`, elsewhere(ctx)),
  ]);
}

/** Each request with its usage and two examples from the person's own teams. */
export function helpCard(asking: Asking, ctx: SlackCtx, prefix: string): Message {
  const answer = md`Ask in words, here or where you mention me.`;
  const requests = listed(asking);
  const each = Math.ceil(requests.length / helpBlocks);
  const blocks = requests.flatMap((_, i) => (i % each === 0 ? [section(join(requests.slice(i, i + each).map(helpFor), '\n\n'))] : []));
  return message(answer, [section(answer), ...blocks, context(elsewhere(ctx))]);

  function helpFor(request: RequestDefinition): Mrkdwn {
    const what = md`*${escape(request.label)}*: ${escape(request.summary)}`;
    const such = request.examples(ctx, 1).length > 0 && examples(ctx, { request, prefix });
    return join([what, code(usageOf(request, prefix)), such], '\n');
  }
}

function listed({ requests }: Asking): RequestDefinition[] {
  return requests.filter(({ besides }) => besides === undefined);
}

interface Unknown {
  said: string;
  near?: { request: RequestDefinition; text: string };
  prefix: string;
}

/** Words that are no request: what was understood of them, what comes nearest, two examples. Never silence. */
export function unknownCard(asking: Asking, ctx: SlackCtx, { said, near, prefix }: Unknown): Message {
  const shown = plain(said);
  const answer = md`I do not know what to do with ${code(shown)}.`;
  const view = ctx.directory.for(ctx.viewer);
  const named = near ? undefined : view.findExactly(said);
  const request = near?.request ?? asking.requests[0];
  const meant = near && code(written(prefix, `${near.request.phrases[0]} ${plain(near.text) || near.request.usage}`));
  const known = named?.outcome === 'one' && named.entry;
  const blocks: Block[] = [
    section(join([answer, meant && md`Nearest: ${meant}`], '\n')),
    ...(known ? [section(md`Something in the catalog is called so:`), choice(view, known)] : []),
    ...(request ? [section(examples(ctx, { request, prefix }))] : []),
    context(md`${code(written(prefix, 'help'))} shows all that can be asked.`),
  ];
  return message(answer, blocks);
}

function entry(asking: Asking, request: RequestDefinition, prefix: string): Block {
  // One way of asking is enough; where words alone count, as in a thread, a slash command may not work.
  const own = prefix !== '' && request.command;
  const same = code(own ? `${asking.renamed(own)} ${request.usage}` : usageOf(request, prefix));
  const text = join([md`*${escape(request.label)}*: ${escape(request.summary)}`, same], '\n');
  return request.form === undefined ? section(text) : sectionWithButton(text, button({ id: request.form, label: request.label }));
}

function usageOf(request: RequestDefinition, prefix: string): string {
  return written(prefix, `${request.phrases[0]} ${request.usage}`.trim());
}

function examples(ctx: SlackCtx, { request, prefix }: { request: RequestDefinition; prefix: string }): Mrkdwn {
  const things = request.examples(ctx, 2);
  if (things.length === 0) return md`For example ${code(usageOf(request, prefix))}`;
  return md`For example ${join(
    things.map((thing) => code(written(prefix, `${request.phrases[0]} ${thing}`))),
    ' or ',
  )}`;
}

function written(prefix: string, words: string): string {
  return prefix === '' ? words : `${prefix} ${words}`;
}

/** As the person saw it when typing: people and links by their labels. */
function plain(said: string): string {
  return plainText(said).slice(0, 120);
}

function elsewhere(ctx: SlackCtx): Mrkdwn {
  const name = ctx.self?.name;
  return name === undefined
    ? md`In a thread, mention me: slash commands do not work there.`
    : md`In a thread, mention ${code(`@${name}`)}: slash commands do not work there.`;
}
