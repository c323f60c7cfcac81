import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import { aroundOf } from '../../dependencies/around.ts';
import { tally } from '../../ownership/owned.ts';
import { kindOf } from '../../ownership/owner.ts';
import { kindsLine } from '../kinds-line.ts';
import { nameOfRef, plainName } from '../name.ts';
import { count } from '../words.ts';

const mostNames = 10;

/** What a system or a domain consists of: counted by kind, the most important by name. */
export function partsLines(view: DirectoryView, entry: Entry): Mrkdwn | undefined {
  if (!['system', 'domain'].includes(kindOf(entry))) return undefined;
  const refs = view.targets(entry.ref, 'hasPart');
  const parts = tally(refs.flatMap((ref) => view.get(ref) ?? []));
  if (parts.total === 0) return md`Nothing in the catalog is part of it.`;
  const first = parts.first(mostNames).map(plainName);
  const cut = parts.total > first.length && md` (${escape(`${first.length} of ${parts.total}`)})`;
  return join([md`Consists of ${kindsLine(parts.kinds)}`, md`${join(first, ', ')}${cut || md``}`], '\n');
}

/** The groups right below a group. */
export function childrenLine(view: DirectoryView, entry: Entry): Mrkdwn | undefined {
  if (kindOf(entry) !== 'group') return undefined;
  const children = view.targets(entry.ref, 'parentOf');
  return children.length === 0 ? undefined : md`${escape(count(children.length, 'child group'))}: ${names(view, children)}`;
}

/** What something needs and what needs it, counted; who provides an API, and the APIs that are provided. */
export function relationsLine(view: DirectoryView, entry: Entry): Mrkdwn | undefined {
  const of = (type: string): Ref[] => view.targets(entry.ref, type);
  const tell = (refs: readonly unknown[], words: (n: string) => string) => refs.length > 0 && escape(words(String(refs.length)));
  const [provides, providers] = [of('providesApi'), of('apiProvidedBy')];
  // As the card of needs counts them, through APIs as well: two cards must not tell two numbers.
  const { needs, neededBy } = aroundOf(view, entry);
  // Of an API that is who consumes it.
  const isApi = kindOf(entry) === 'api';
  return join(
    [
      provides.length > 0 && md`Provides ${names(view, provides, 4)}`,
      providers.length > 0 && md`Provided by ${names(view, providers, 4)}`,
      join([
        tell(of('consumesApi'), (n) => `Consumes ${count(Number(n), 'API')}`),
        tell(of('apiConsumedBy'), (n) => `Consumed by ${n}`),
        !isApi && tell(needs, (n) => `Depends on ${n}`),
        !isApi && tell(neededBy, (n) => `${n} ${n === '1' ? 'depends' : 'depend'} on it`),
        ['component', 'resource'].includes(kindOf(entry)) && tell(of('hasPart'), (n) => count(Number(n), 'part')),
      ]),
    ],
    '\n',
  );
}

/** By name, with an honest end. */
function names(view: DirectoryView, refs: readonly Ref[], most = mostNames): Mrkdwn {
  const shown = refs.toSorted().slice(0, most);
  const all = join(
    shown.map((ref) => nameOfRef(view, ref)),
    ', ',
  );
  return refs.length > most ? md`${all} and ${escape(`${refs.length - most} more`)}` : all;
}
