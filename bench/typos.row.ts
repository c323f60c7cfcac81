import type { NamedEntity } from './generate-organisation.ts';
import type { Figure, Row } from './row.ts';
import { seededTypos, type Typo } from './seeded-typos.ts';
import { serve } from './serving.ts';

const components = 5_000;
const count = 500;

/** What becomes of misspelt names: the right card, a choice with the right one in it, the wrong card, or nothing. */
export const typos: Row = { id: 'typos', measure };

async function measure(): Promise<Figure[]> {
  await using serving = await serve({ components, every: '1h' });
  const tally: Record<Outcome, number> = { card: 0, choice: 0, 'wrong card': 0, missed: 0 };
  for (const typo of seededTypos(serving.organisation.plan, { seed: 5, count })) {
    const { body } = await serving.client.command('/whoowns', typo.typed);
    tally[outcome(body, typo)] += 1;
  }
  const right = (tally.card + tally.choice) / count;
  const wrong = tally['wrong card'] / count;
  const share = (part: number): string => `${(part * 100).toFixed(1)} %`;
  return [
    {
      what: `${count} misspelt names: the right card or choice`,
      measured: `${share(right)} (${tally.card} cards, ${tally.choice} choices)`,
      bound: '≥ 95 %',
      kept: right >= 0.95,
      state: serving.state,
    },
    {
      what: `${count} misspelt names: a wrong card`,
      measured: share(wrong),
      bound: '≤ 0.5 %',
      kept: wrong <= 0.005,
      state: serving.state,
    },
  ];
}

type Outcome = 'card' | 'choice' | 'wrong card' | 'missed';

/** Read off what a person sees: a card says that something else than was typed is shown; choices and misses do not. */
function outcome(body: string, { meant }: Typo): Outcome {
  const reply = JSON.parse(body) as { text: string; blocks: unknown[] };
  const plain = (text: string): string => text.replace(/[*`\u2060]/g, '').replace(/<[^|>]*\|([^>]*)>/g, '$1');
  const assumed = /; showing (.+), one letter away/.exec(plain(reply.text));
  if (assumed) return shown(meant).includes(assumed[1] ?? '') ? 'card' : 'wrong card';
  return JSON.stringify(reply.blocks).includes(`"${refOf(meant)}"`) && plain(reply.text).includes('could be') ? 'choice' : 'missed';
}

const shown = ({ name, title }: NamedEntity): string[] => [name, ...(title ? [title] : [])];

const refOf = ({ kind, name }: NamedEntity): string => `${kind}:default/${name}`.toLowerCase();
