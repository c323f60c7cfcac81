import type { DirectoryView } from '#core/directory.ts';
import type { Refreshed } from '#core/registrations.ts';
import { count } from '#core/words.ts';
import { type Message, reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { context, section } from '#slack/blocks.ts';
import { defineRequest } from '#slack/define-request.ts';
import { bold, code, escape, join, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import { fileUrl } from '../../ownership/evidence.ts';
import { readTarget } from '../../registration/registration-target.ts';
import { examplesFor } from '../examples.ts';
import { message } from '../message.ts';
import { busyMessage } from './busy-message.ts';
import { problemLines } from './problem-lines.ts';
import { memberOnly, type Registering, registrationsOf } from './registering.ts';

const mostProblems = 5;

/** `/catalog refresh <anything in the catalog>`: its source is looked at now. */
export const refreshRequest = (registering: Registering) =>
  defineRequest<string>({
    id: 'catalog.refresh',
    phrases: ['refresh', 'reread', 'look again at'],
    label: 'Refresh',
    summary: 'Look now at the repository or folder that something is described in',
    usage: '<name, source or address>',
    examples: (ctx, most) => examplesFor(ctx.directory.for(ctx.viewer), ctx.viewer, most),
    parse: (text) => text.trim(),
    async answer(ctx, text) {
      memberOnly(ctx);
      const source = sourceMeant(ctx, text, registering.command);
      const done = await registrationsOf(registering, ctx).refresh(source);
      return reply.ephemeral(refreshedCard(ctx.directory.for(ctx.viewer), done));
    },
    meanwhile: (text) => (text === '' ? undefined : busyMessage('Looking at', text.replaceAll(/[<>]/g, ''))),
  });

function sourceMeant(ctx: SlackCtx, text: string, command: string): string {
  const view = ctx.directory.for(ctx.viewer);
  if (text === '') throw new UserError('nothing-named', 'Name what to look at.', `For example ${command} refresh payments-api`);
  if (view.source(text)) return text;
  if (/^<?https:/i.test(text)) return sourceAt(ctx, view, text);
  const found = view.find(text);
  if (found.outcome === 'one' || found.outcome === 'assumed') return found.entry.source;
  if (found.outcome === 'several')
    throw new UserError('several', 'Several things are called like that.', 'Name one of them as kind:namespace/name.');
  throw new UserError(
    'not-there',
    'Nothing in the catalog, and no source, is called so.',
    'Name something else, or the address of a repository.',
  );
}

/** Of several sources of one repository the one that is called after it, else the one that is read at that ref. */
function sourceAt({ directory }: SlackCtx, view: DirectoryView, text: string): string {
  const { repository, ref } = readTarget(text);
  const own = directory
    .sources()
    .filter(({ name, webUrl, orphanedAt }) => orphanedAt === undefined && view.source(name) && sameRepository(webUrl, repository));
  const meant = own.find(({ branch }) => ref === undefined || branch === ref) ?? own[0];
  if (meant) return meant.name;
  throw new UserError('not-read', `Nothing of ${repository} is read here.`, 'Register it first, if it should be.');
}

function sameRepository(webUrl: string | undefined, repository: string): boolean {
  return webUrl !== undefined && webUrl.toLowerCase() === `https://${repository}`.toLowerCase();
}

function refreshedCard(view: DirectoryView, done: Refreshed): Message {
  const name = bold(done.source.slice(0, 150));
  if (done.outcome === 'unavailable') {
    const answer = md`${name} cannot be read: ${escape(done.message, 300)}`;
    return message(answer, [section(answer), context(md`${escape(done.fix, 300)} What was read before stays.`)]);
  }
  const { head, errors, warnings, held } = done;
  const waiting = held > 0 && escape(`${count(held, 'removal')} ${held === 1 ? 'waits' : 'wait'} for an administrator`);
  const news = done.outcome === 'unchanged' ? md`There is nothing new in ${name}` : md`${name}: ${changeWords(done)}`;
  const answer = md`${join([news, waiting], ', ')}.`;
  const source = view.source(done.source);
  const problems = problemLines({
    problems: done.problems.slice(0, mostProblems),
    errors,
    warnings,
    link: (path, line) => source && fileUrl({ ...source, head }, path, line),
  });
  const facts = join([
    head !== null && md`Commit ${code(head.slice(0, 7))}`,
    md`looked at just now`,
    problems === undefined && md`no problems`,
    source?.type === 'github' && md`of an organisation only its teams and members: name a repository, or something in it, for that one`,
  ]);
  return message(answer, [section(answer), ...(problems ? [section(problems)] : []), context(facts)]);
}

function changeWords({ counts }: Extract<Refreshed, { outcome: 'synced' }>): Mrkdwn {
  const done = Object.entries(counts).flatMap(([op, n]) => (n > 0 ? [`${n} ${op}`] : []));
  return escape(done.length > 0 ? done.join(', ') : 'no entity changed');
}
