import type { Section } from '#core/contributions.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import type { Block } from '#core/reply.ts';
import { context } from '#slack/blocks.ts';
import { UserError } from '#core/user-error.ts';
import { escape, md, type Mrkdwn } from '#slack/mrkdwn.ts';
import { kindOf } from '../ownership/owner.ts';
import type { Face } from './face.ts';

/** What is being shown, to whom and when. */
export interface Shown {
  entry: Entry;
  view: DirectoryView;
  now: Date;
  face: Face;
}

export type Loaded = { outcome: 'data'; data: unknown } | { outcome: 'late' } | { outcome: 'failed'; why?: string };

/**
 * The blocks of all sections that show this kind, in order. Sections that load do so at the same time, each within
 * its own deadline; one that is late or fails becomes one grey line. Where none loads, the answer is there at once.
 */
export function assemble(sections: readonly Section[], shown: Shown, log: Log): Block[] | Promise<Block[]> {
  const due = sections.filter((section) => isDue(section, shown, log));
  const render = (section: Section, loaded: Loaded) => renderSection(section, { ...shown, loaded }, log);
  if (due.every((section) => !('load' in section))) return due.flatMap((section) => render(section, { outcome: 'data', data: undefined }));
  return Promise.all(due.map(async (section) => render(section, await loadSection(section, shown, log)))).then((parts) => parts.flat());
}

/** Whether it has anything to say of it, from memory. */
export function isDue(section: Section, { entry, view }: Pick<Shown, 'entry' | 'view'>, log: Log): boolean {
  const { id, kinds } = section;
  if (kinds !== undefined && !kinds.includes(kindOf(entry))) return false;
  try {
    return section.when?.(entry, view) ?? true;
  } catch (error) {
    log.error({ err: error, section: id, ref: entry.ref }, 'catalog.section-broken');
    return false;
  }
}

/** Within its deadline; never throws. */
export async function loadSection(section: Section, { entry, view }: Pick<Shown, 'entry' | 'view'>, log: Log): Promise<Loaded> {
  if (!section.load) return { outcome: 'data', data: undefined };
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Loaded>((resolve) => {
    timer = setTimeout(() => {
      resolve({ outcome: 'late' });
      stop.abort();
    }, section.deadlineMs);
  });
  try {
    const data = section
      .load([entry], { view, signal: stop.signal })
      .then((found): Loaded => ({ outcome: 'data', data: found.get(entry.ref) }));
    return await Promise.race([data, late]);
  } catch (error) {
    log.warn({ err: error, section: section.id, ref: entry.ref }, 'catalog.section-failed');
    return { outcome: 'failed', ...(error instanceof UserError && { why: error.message }) };
  } finally {
    clearTimeout(timer);
  }
}

function renderSection(section: Section, shown: Shown & { loaded: Loaded }, log: Log): Block[] {
  const { entry, view, now, loaded, face } = shown;
  if (loaded.outcome !== 'data') return [context(missing(section, loaded))];
  try {
    const slackIdOf = (email: string) => (face.audience === 'asker' ? face.people.userIdOf(email) : undefined);
    return section.render(entry, { view, data: loaded.data, now, slackIdOf });
  } catch (error) {
    log.error({ err: error, section: section.id, ref: entry.ref }, 'catalog.section-broken');
    return [context(left(section, md`could not be shown`))];
  }
}

/** Why a section says nothing. */
export function missing(section: Section, loaded: Exclude<Loaded, { outcome: 'data' }>): Mrkdwn {
  if (loaded.outcome === 'late') return left(section, md`did not answer in time`);
  return loaded.why === undefined ? left(section, md`could not be read`) : escape(loaded.why);
}

function left({ id, label = id }: Section, why: Mrkdwn): Mrkdwn {
  return md`${escape(label)} ${why} and is left out.`;
}
