import type { Source } from '#core/contributions.ts';
import { type SourceRead, SourceUnavailable } from '#core/descriptor.ts';
import { UserError } from '#core/user-error.ts';
import type { ChildConfig } from '../children/child-config.ts';

type Read = Extract<SourceRead, { outcome: 'read' }>;

/** Somebody waits for it, and what they named may be as large or slow as its owner likes. */
const patienceMs = 15_000;
/** Each is a process or two, and disk. */
const together = 4;

/** Reads what a person has named, within 15 s and a few at a time. Throws UserError. */
export function briefReader(sourceOf: (config: ChildConfig) => Source, patience = patienceMs) {
  let reading = 0;
  return async (config: ChildConfig, called: string): Promise<Read> => {
    if (reading >= together)
      throw new UserError('busy', 'Several repositories are being read for others right now.', 'Try again in a minute.');
    reading += 1;
    const stop = AbortSignal.timeout(patience);
    try {
      const read = await Promise.race([sourceOf(config).read(null, stop), whenAborted(stop)]);
      if (read.outcome === 'read') return read;
      throw new Error('What was never read cannot be unchanged.');
    } catch (error) {
      if (stop.aborted) throw tooSlow(called, patience);
      if (error instanceof SourceUnavailable) throw new UserError(`source-${error.code}`, error.message, error.fix, { cause: error });
      throw error;
    } finally {
      reading -= 1;
    }
  };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('too slow')), { once: true }));
}

function tooSlow(called: string, patience: number): UserError {
  return new UserError(
    'look-too-slow',
    `Reading ${called} took longer than ${Math.round(patience / 1000)} s and was given up; nothing was changed.`,
    'Name fewer files, or try again when that host answers faster.',
  );
}
