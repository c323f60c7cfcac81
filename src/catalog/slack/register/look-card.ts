import type { DirectoryView } from '#core/directory.ts';
import { type Ref, splitRef } from '#core/ref.ts';
import type { Look, LookedEntity } from '#core/registrations.ts';
import type { Block, Message } from '#core/reply.ts';
import { actions, button, context, section } from '#slack/blocks.ts';
import { bold, code, escape, join, link, md, type Mrkdwn, userMention } from '#slack/mrkdwn.ts';
import { fileLink } from '../../web-links.ts';
import { since } from '../evidence-line.ts';
import { message } from '../message.ts';
import { nameOfRef } from '../name.ts';
import { capital, count, kindWord } from '../words.ts';
import { problemLines } from './problem-lines.ts';
import { registerValue } from './register-value.ts';

const mostEntities = 10;
const mostConflicts = 5;
const mostProblems = 5;

/** What registering an address would do, with the button that does it. */
export function lookCard(view: DirectoryView, look: Look, asked: { address: string; now: Date }): Message {
  const { already } = look;
  if (already) return alreadyCard(view, look, { already, now: asked.now });
  const any = look.entities.length > 0;
  const answer = any
    ? md`${bold(look.target.repository)} would add ${escape(kindCounts(look.kinds))}.`
    : md`There is nothing in ${bold(look.target.repository)} that could be added.`;
  const buttons = any
    ? [
        button({
          id: 'catalog.register',
          label: 'Register',
          value: registerValue({ address: asked.address, digest: look.digest }),
          primary: true,
          confirm: {
            title: 'Register this?',
            text: `${look.target.path} of ${look.target.repository} is read from now on, and questions are answered with what it says.`,
            confirm: 'Register',
          },
        }),
      ]
    : [];
  return message(answer, [
    section(join([answer, readLine(look)], '\n')),
    ...(any ? [section(entityLines(view, look))] : []),
    ...lookBlocks(view, look),
    actions(...buttons, button({ id: 'catalog.dismiss', label: any ? 'Cancel' : 'Close' })),
  ]);
}

/** What speaks against it, and where it leads. */
export function lookBlocks(view: DirectoryView, look: Look): Block[] {
  const { conflictCount, notAllowed, elsewhere } = look;
  const lines = [
    conflictCount > 0 && conflictLines(view, look),
    Object.keys(notAllowed).length > 0 &&
      md`*Not taken:* ${escape(kindCounts(notAllowed))}, because registrations may not bring these kinds (${code('catalog.registered.allow')}).`,
    problemText(look),
    elsewhere.length > 0 && elsewhereLine(elsewhere),
  ];
  return lines.flatMap((text) => (text ? [section(text)] : []));
}

function readLine({ target, webUrl, commit }: Look): Mrkdwn {
  const file = target.path.includes('*') ? code(target.path) : link(fileLink(webUrl, commit, target.path), target.path);
  const at = target.ref === undefined ? md`` : md` at ${code(target.ref)}`;
  const meant =
    target.assumed &&
    md`A repository or folder means its ${code('catalog-info.yaml')}; name a file or a pattern such as ${code('**/catalog-info.yaml')} for others.`;
  return join([md`Read: ${file}${at}, commit ${code(commit.slice(0, 7))}. Nothing has been changed.`, meant], '\n');
}

function alreadyCard(view: DirectoryView, look: Look, { already, now }: { already: NonNullable<Look['already']>; now: Date }): Message {
  const { source, by, at } = already;
  const { path, repository } = look.target;
  const own = source === look.target.source;
  const answer = md`${code(path)} of ${bold(repository)} is ${escape(own ? 'registered' : 'read')} already.`;
  const who = by === undefined ? undefined : userMention(by);
  const how = own
    ? join([md`Registered`, who && md`by ${who}`, at !== undefined && since(new Date(at), now)], ' ')
    : md`It belongs to ${view.source(source) ? code(source) : escape('a source that you may not see')}`;
  return message(answer, [section(answer), context(md`${how}. Nothing was changed.`)]);
}

function entityLines(view: DirectoryView, { entities, kinds }: Look): Mrkdwn {
  const total = Object.values(kinds).reduce((sum, n) => sum + n, 0);
  const shown = entities.slice(0, mostEntities);
  const coming = new Set(entities.map(({ ref }) => ref));
  const more = total > shown.length && escape(`and ${total - shown.length} more`);
  return join([...shown.map((entity) => entityLine(view, entity, coming)), more], '\n');
}

function entityLine(view: DirectoryView, entity: LookedEntity, coming: ReadonlySet<Ref>): Mrkdwn {
  const kind = splitRef(entity.ref).kind;
  return join([
    md`• ${bold((entity.title ?? entity.name).slice(0, 80))}`,
    escape(capital(kindWord(kind)), 40),
    !['user', 'group', 'location'].includes(kind) && ownerWords(view, entity.owner, coming),
  ]);
}

function ownerWords(view: DirectoryView, owner: Ref | undefined, coming: ReadonlySet<Ref>): Mrkdwn {
  if (owner === undefined) return escape('no owner');
  const name = nameOfRef(view, owner);
  return coming.has(owner) || view.get(owner) ? name : md`${name} (not in the catalog)`;
}

function conflictLines(view: DirectoryView, { conflicts, conflictCount }: Look): Mrkdwn {
  const shown = conflicts.slice(0, mostConflicts).map(({ ref, holder }) => {
    const seen = view.source(holder.source) !== undefined;
    const place = seen ? md`${code(`${holder.source}: ${holder.path}:${holder.line}`)}` : escape('a place that you may not see');
    return md`• ${escape(ref, 100)} stays as described in ${place}`;
  });
  const more = conflictCount > shown.length && escape(`and ${conflictCount - shown.length} more`);
  return join(
    [
      md`*In the catalog already:* ${escape(count(conflictCount, 'entry', 'entries'))}; registering them again disputes them.`,
      ...shown,
      more,
    ],
    '\n',
  );
}

function problemText({ problems, errors, warnings, webUrl, commit }: Look): Mrkdwn | undefined {
  return problemLines({
    problems: problems.slice(0, mostProblems),
    errors,
    warnings,
    link: (path, line) => fileLink(webUrl, commit, path, line),
  });
}

function elsewhereLine(elsewhere: Look['elsewhere']): Mrkdwn {
  const shown = elsewhere.slice(0, 5).map(({ repository, targets }) => escape(`${repository} (${count(targets, 'file')})`, 120));
  const more = elsewhere.length > shown.length && escape(`${elsewhere.length - shown.length} more`);
  return md`*Its Locations lead to* ${join([...shown, more], ', ')}; those are read as well once this is registered.`;
}

/** `3 components, 1 API`. */
export function kindCounts(kinds: Record<string, number>): string {
  const words = Object.entries(kinds).map(([kind, n]) => `${n} ${kindWord(kind, n)}`);
  return words.length > 6 ? `${words.slice(0, 6).join(', ')} and others` : words.join(', ');
}
