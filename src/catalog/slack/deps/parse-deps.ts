import { UserError } from '#core/user-error.ts';
import { truncate } from '#slack/limits.ts';
import { plainText } from '#slack/plain-text.ts';
import { type Asked, readAsked } from '../answer-about.ts';
import { deepest, direct, type NeedsAsked } from './needs-led.ts';

/** What is asked of `/deps`. */
export type DepsAsked = { kind: 'around'; asked: Asked; needs: NeedsAsked } | { kind: 'path'; from: Asked; to: Asked };

/** Some keyboards turn two hyphens into a dash, and Slack writes `>` as `&gt;`. */
const depthWords = /(?:^|\s)(?:--|[—–])depth(?:\s*=\s*|\s+)(\S+)/i;
const arrow = /\s*(?:-+(?:>|&gt;)|=(?:>|&gt;)|→)\s*/;

/** `payments-api`, `payments-api up --depth 3`, `web -> payments-api`. Pure. Throws UserError. */
export function parseDeps(text: string): DepsAsked {
  const ends = text.trim().split(arrow);
  if (ends.length > 1) {
    const [from = '', to = ''] = ends;
    if (ends.length > 2 || from === '' || to === '')
      throw new UserError(
        'bad-path',
        'A path has two ends, and one of them is missing or there are more.',
        'Write it as: web -> payments-api',
      );
    refuseOptions(ends);
    return { kind: 'path', from: readAsked(from), to: readAsked(to) };
  }
  const [, written] = depthWords.exec(text) ?? [];
  const rest = text.replace(depthWords, ' ').trim();
  const [, name = rest, word] = /^(.*\S)\s+(?:--|[—–])?(up|down)$/is.exec(rest) ?? [];
  const unknown = optionIn(name);
  if (unknown !== undefined) throw noOption(unknown);
  const side = word === undefined ? direct.side : word.toLowerCase() === 'up' ? 'up' : 'down';
  return { kind: 'around', asked: readAsked(name), needs: { side, depth: written === undefined ? direct.depth : readDepth(written) } };
}

function refuseOptions(ends: readonly string[]): void {
  const [option] = ends.flatMap((end) => optionIn(end) ?? []);
  if (option === undefined) return;
  throw new UserError(
    'bad-option',
    `A path takes no ${truncate(option, 40)}.`,
    'It is the shortest there is. Write it as: web -> payments-api',
  );
}

function optionIn(name: string): string | undefined {
  const [option] = /(?:^|\s)(?:--|[—–])[a-z]\S*/i.exec(name) ?? [];
  return option && plainText(option).trim();
}

/** No name begins like that, so nothing would be found. */
function noOption(option: string): UserError {
  if (/depth/i.test(option)) return new UserError('bad-depth', 'How deep is missing.', `For example: --depth 3, at most ${deepest}`);
  return new UserError('bad-option', `There is no ${truncate(option, 40)} here.`, 'After the name there can be: up, down, --depth 3');
}

function readDepth(written: string): number {
  const depth = /^\d{1,3}$/.test(written) ? Number(written) : 0;
  if (depth >= 1) return Math.min(depth, deepest);
  throw new UserError('bad-depth', 'A depth is a number from 1.', `For example: --depth 3, at most ${deepest}`);
}
