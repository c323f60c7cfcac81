import type { Section } from '#core/contributions.ts';
import type { DirectoryView, Entry } from '#core/directory.ts';
import type { Log } from '#core/log.ts';
import type { Block } from '#core/reply.ts';
import { context } from '#slack/blocks.ts';
import { code, md } from '#slack/mrkdwn.ts';
import { kindOf } from '../ownership/owner.ts';

/** What is being shown, to whom and when. */
export interface Shown {
  entry: Entry;
  view: DirectoryView;
  now: Date;
}

type Loaded = { outcome: 'data'; data: unknown } | { outcome: 'late' } | { outcome: 'failed' };

/**
 * The blocks of all sections that show this kind, in order. Sections that load do so at the same time, each within
 * its own deadline; one that is late or fails becomes one grey line. Where none loads, the answer is there at once.
 */
export function assemble(sections: readonly Section[], shown: Shown, log: Log): Block[] | Promise<Block[]> {
  const kind = kindOf(shown.entry);
  const due = sections.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
  const render = (section: Section, loaded: Loaded) => renderSection(section, { ...shown, loaded }, log);
  if (due.every((section) => !('load' in section))) return due.flatMap((section) => render(section, { outcome: 'data', data: undefined }));
  return Promise.all(due.map(async (section) => render(section, await loadSection(section, shown, log)))).then((parts) => parts.flat());
}

async function loadSection(section: Section, { entry }: Shown, log: Log): Promise<Loaded> {
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
    const data = section.load([entry.ref], stop.signal).then((found): Loaded => ({ outcome: 'data', data: found.get(entry.ref) }));
    return await Promise.race([data, late]);
  } catch (error) {
    log.warn({ error, section: section.id, ref: entry.ref }, 'catalog.section-failed');
    return { outcome: 'failed' };
  } finally {
    clearTimeout(timer);
  }
}

function renderSection(section: Section, shown: Shown & { loaded: Loaded }, log: Log): Block[] {
  const { entry, view, now, loaded } = shown;
  if (loaded.outcome === 'late') return [context(md`${code(section.id)} did not answer in time and is left out.`)];
  if (loaded.outcome === 'failed') return [context(md`${code(section.id)} could not be read and is left out.`)];
  try {
    return section.render(entry, { view, data: loaded.data, now });
  } catch (error) {
    log.error({ error, section: section.id, ref: entry.ref }, 'catalog.section-broken');
    return [context(md`${code(section.id)} could not be shown and is left out.`)];
  }
}
