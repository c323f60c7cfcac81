import type { DirectoryView, Found } from '#core/directory.ts';
import { canonicalRef, type Ref } from '#core/ref.ts';
import { reply, type Reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import { everyone, type Viewer } from '#core/viewer.ts';
import { defineRequest, type Readers } from '#slack/define-request.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import type { ProblemScope } from '../problems/list-problems.ts';
import { muteProblems, unmuteProblems } from './muting.ts';
import type { NoticesSlack } from './notices-slack.ts';
import { parseProblems, type ProblemsAsked } from './parse-problems.ts';
import { problemPageFor } from './problem-page-for.ts';

/** `/catalog problems …`: what is wrong in the files, for whom it concerns, and whether a team hears of it by itself. */
export const problemsRequest = (slack: NoticesSlack) =>
  defineRequest<ProblemsAsked>({
    id: 'notices.problems',
    phrases: [
      'problems',
      'problems …',
      'problems with …',
      'show problems',
      'list problems',
      'my problems',
      'what is broken',
      'what is wrong',
    ],
    label: 'Problems',
    summary: 'What is wrong in the catalog’s files, where, and how to fix it',
    usage: '[mine | team <name> | source <name> | strays | unmute <team>]',
    examples: () => ['mine'],
    parse: parseProblems,
    answer: (ctx, asked, readers) => answer(slack, ctx, { asked, readers }),
  });

async function answer(slack: NoticesSlack, ctx: SlackCtx, about: { asked: ProblemsAsked; readers: Readers }): Promise<Reply> {
  const { asked, readers } = about;
  if (asked.what !== 'list') {
    const team = teamNamed(ctx.directory.for(ctx.viewer), asked.name);
    const done = asked.what === 'mute' ? muteProblems(slack, ctx, team) : unmuteProblems(slack, ctx, team);
    return reply.ephemeral(await done);
  }
  const isOwn = asked.of === 'mine';
  const viewer: Viewer = readers === 'others' && !isOwn ? everyone : ctx.viewer;
  const scope = isOwn ? ownScope(ctx.viewer) : scopeOf(ctx.directory.for(viewer), asked);
  const card = await problemPageFor(slack, ctx, { viewer, page: { offset: 0, scope } });
  return readers === 'others' && !isOwn ? reply.inChannel(card) : reply.ephemeral(card);
}

function ownScope(viewer: Viewer): ProblemScope {
  if ('groups' in viewer && viewer.groups.length > 0) return { kind: 'teams', teams: viewer.groups };
  throw new UserError('no-team', 'I know of no team of yours.', 'Name one, as in: problems team payments.');
}

function scopeOf(view: DirectoryView, asked: Exclude<ProblemsAsked & { what: 'list' }, { of: 'mine' }>): ProblemScope {
  if (!('name' in asked)) return { kind: asked.of };
  const { of, name } = asked;
  const source = of === 'team' ? undefined : view.source(name);
  if (source) return { kind: 'source', source: source.name };
  if (of === 'source')
    throw new UserError('source-unknown', `No source is called ${name || 'so'}.`, 'Cards name the source of each thing under Why.');
  return { kind: 'teams', teams: [teamNamed(view, name)] };
}

function teamNamed(view: DirectoryView, name: string): Ref {
  const dashed = name.trim().replaceAll(/\s+/g, '-');
  for (const spelt of [name, dashed, `team-${dashed}`, `team ${name}`]) {
    const written = canonicalRef(spelt, { kind: 'group' });
    if (written?.startsWith('group:') && view.get(written)) return written;
    const group = onlyGroup(view.findExactly(spelt)) ?? onlyGroup(view.find(spelt));
    if (group !== undefined) return group;
  }
  const what = name === '' ? 'Which team?' : `No team is called ${name}.`;
  throw new UserError('team-unknown', what, 'Name it as the catalog does, such as team-payments.');
}

/** The one group among what was found. */
function onlyGroup(found: Found): Ref | undefined {
  const entries = found.outcome === 'several' ? found.entries : found.outcome === 'one' || found.outcome === 'assumed' ? [found.entry] : [];
  const groups = entries.filter(({ ref }) => ref.startsWith('group:'));
  return groups.length === 1 ? groups[0]?.ref : undefined;
}
