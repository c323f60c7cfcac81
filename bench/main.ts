import { firstAnswer } from './first-answer.row.ts';
import { whoowns } from './whoowns.row.ts';
import { typos } from './typos.row.ts';
import { bigFirstSync, firstSync } from './first-sync.row.ts';
import { commitToCard } from './commit-to-card.row.ts';
import { duplicates } from './duplicates.row.ts';
import { picture } from './picture.row.ts';
import { deps } from './deps.row.ts';
import { github } from './github.row.ts';
import { load } from './load.row.ts';
import { bigServing } from './big-serving.row.ts';
import { killed } from './kill-replicas.row.ts';
import { webhooks } from './webhooks.row.ts';
import { pagerDuty } from './pager-duty.row.ts';
import { slackFaults } from './slack-faults.row.ts';
import type { Figure } from './row.ts';

/** `npm run bench` measures every row, `npm run bench -- whoowns typos` only those. Exits 1 when a bound is not kept. */
const rows = [
  firstAnswer,
  whoowns,
  typos,
  firstSync,
  commitToCard,
  duplicates,
  picture,
  deps,
  load,
  slackFaults,
  pagerDuty,
  github,
  webhooks,
  killed,
  bigFirstSync,
  bigServing,
];

const asked = process.argv.slice(2);
const unknown = asked.filter((id) => !rows.some((row) => row.id === id));
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}. There are: ${rows.map(({ id }) => id).join(', ')}.`);
  process.exit(2);
}

console.log('| what | measured | bound | kept | state |\n|---|---|---|---|---|');
for (const row of rows.filter(({ id }) => asked.length === 0 || asked.includes(id))) {
  try {
    for (const figure of await row.measure()) print(figure);
  } catch (error) {
    // One row that cannot be measured says so; the others still can.
    console.error(`${row.id} could not be measured:`, error);
    process.exitCode = 1;
  }
}

function print({ what, measured, bound, kept, state }: Figure): void {
  console.log(`| ${what} | ${measured} | ${bound} | ${kept ? 'yes' : 'NO'} | ${state} |`);
  if (!kept) process.exitCode = 1;
}
