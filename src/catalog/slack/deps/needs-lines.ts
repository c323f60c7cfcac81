import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Ref } from '#core/ref.ts';
import { escape, join, md } from '#slack/mrkdwn.ts';
import type { Mrkdwn } from '#slack/mrkdwn.ts';
import type { Around } from '../../dependencies/around.ts';
import { ownerOf } from '../../ownership/owner.ts';
import { sortOf } from '../facts-lines.ts';
import { nameOfRef, plainName } from '../name.ts';

const mostNames = 6;
const mostCycles = 3;

/** `• ledger-store · Resource (database) · Team Ledger` */
export function thingLine(view: DirectoryView, entry: Entry): Mrkdwn {
  const owner = ownerOf(view, entry);
  return md`• ${join([plainName(entry), sortOf(entry), 'ref' in owner ? nameOfRef(view, owner.ref) : escape('no owner known')])}`;
}

/** `Consumes billing-v1 (API) of billing-api`, and what it provides; undefined where it does neither. */
export function apiLines(view: DirectoryView, { consumes, provides }: Pick<Around, 'consumes' | 'provides'>): Mrkdwn | undefined {
  const consumed = consumes.map(({ api, providers }) =>
    providers.length === 0
      ? md`${nameOfRef(view, api)}, which nobody provides`
      : md`${nameOfRef(view, api)} of ${capped(providers.map((ref) => nameOfRef(view, ref)))}`,
  );
  const provided = provides.map(
    ({ api, consumers }) => md`${nameOfRef(view, api)}, consumed by ${escape(consumers === 0 ? 'nobody' : String(consumers))}`,
  );
  const lines = join(
    [
      consumed.length > 0 && md`Consumes ${apiWord(consumed.length)} ${capped(consumed, '; ')}`,
      provided.length > 0 && md`Provides ${apiWord(provided.length)} ${capped(provided, '; ')}`,
    ],
    '\n',
  );
  return lines === '' ? undefined : lines;
}

/** What is wrong with the needs around a thing: circles, and ends that lead nowhere; undefined where nothing is. */
export function faultLines(view: DirectoryView, { cycles, dangling }: Pick<Around, 'cycles' | 'dangling'>): Mrkdwn | undefined {
  const shown = cycles.slice(0, mostCycles).map((cycle) => md`Cycle: ${pathLine(view, cycle)}`);
  const more = cycles.length > shown.length && escape(`${shown.length} of ${cycles.length} cycles are shown.`);
  const ends = (isThere: boolean) => dangling.filter((ref) => (view.get(ref) !== undefined) === isThere).map((ref) => nameOfRef(view, ref));
  const [missing, unprovided] = [ends(false), ends(true)];
  const lines = join(
    [
      ...shown,
      more,
      missing.length > 0 && md`Not in the catalog: ${capped(missing)}`,
      unprovided.length > 0 && md`Provided by nobody: ${capped(unprovided)}`,
    ],
    '\n',
  );
  return lines === '' ? undefined : lines;
}

const mostSteps = 12;

/** `web → cart-api → payments-api`; of one that is too long the middle is only counted. */
export function pathLine(view: DirectoryView, path: readonly Ref[]): Mrkdwn {
  const names = path.map((ref) => nameOfRef(view, ref));
  const half = mostSteps / 2;
  if (names.length <= mostSteps + 1) return join(names, ' → ');
  return join([...names.slice(0, half), escape(`… ${names.length - mostSteps} more …`), ...names.slice(-half)], ' → ');
}

/** Names with an honest end. */
export function capped(names: readonly Mrkdwn[], separator = ', '): Mrkdwn {
  const shown = join(names.slice(0, mostNames), separator);
  return names.length <= mostNames ? shown : md`${shown} and ${escape(`${names.length - mostNames} more`)}`;
}

function apiWord(n: number): Mrkdwn {
  return n === 1 ? md`(API)` : md`(APIs)`;
}
