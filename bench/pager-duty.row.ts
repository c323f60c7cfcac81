import { openPagerDuty, type FakePagerDuty, type Mood } from '../test/support/pager-duty-server.ts';
import { signingSecret } from '../test/support/signed-request.ts';
import { botToken, startTestSlack } from '../test/support/test-slack.ts';
import { startProduct } from './product.ts';
import { median, type Figure, type Row } from './row.ts';
import { asker } from './serving.ts';
import { connectSlack, type SlackClient } from './slack-client.ts';
import { openWorkplace } from './workplace.ts';

const rounds = 300;
/** What a card waits for PagerDuty, and what a busy machine may take to notice. */
const deadlineMs = 800;
const lateMs = 200;

/** A card with PagerDuty well, away, refusing and silent, each of a team of its own, against the same card without PagerDuty. */
const moods: readonly { mood: Mood; team: string; what: string; says: string }[] = [
  { mood: 'fine', team: 'team-payments', what: 'is fine', says: 'On call now' },
  { mood: 503, team: 'team-storefront', what: 'is down', says: 'PagerDuty has trouble' },
  { mood: 401, team: 'team-identity', what: 'refuses the token', says: 'PagerDuty refuses our token' },
  { mood: 'hangs', team: 'team-runtime', what: 'is silent', says: 'PagerDuty' },
];

export const pagerDuty: Row = {
  id: 'pager-duty',
  async measure() {
    await using all = new AsyncDisposableStack();
    const slack = all.adopt(await startTestSlack(), (fake) => fake.stop());
    slack.users.set(asker.id, asker);
    const fake = all.adopt(await openPagerDuty(), (server) => server.stop());
    const workplace = all.use(openWorkplace());
    const serve = async (more: Record<string, string>) => {
      const tokens = { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: slack.apiUrl };
      const product = await startProduct({ DATA_DIR: workplace.emptyFolder(), ...tokens, ...more }, 60);
      all.defer(() => product.stop());
      return connectSlack(product.url);
    };
    const plain = await serve({});
    const paged = await serve({ PAGERDUTY_TOKEN: fake.token, PAGERDUTY_API_URL: fake.url });
    const figures: Figure[] = [];
    for (const one of moods) figures.push(...(await compare(one, { plain, paged, fake })));
    return figures;
  },
};

interface Both {
  plain: SlackClient;
  paged: SlackClient;
  fake: FakePagerDuty;
}

async function compare({ mood, team, what, says }: (typeof moods)[number], { plain, paged, fake }: Both): Promise<Figure[]> {
  const ask = async (client: SlackClient): Promise<{ ms: number; body: string }> => client.command('/whoowns', team);
  for (let n = 0; n < 50; n++) await ask(plain);
  fake.mood = mood;
  const first = await ask(paged);
  if (!first.body.includes('"blocks"') || !first.body.includes(says))
    throw new Error(`The card says otherwise: ${first.body.slice(0, 300)}`);
  const longest: Figure = {
    what: `card while PagerDuty ${what}: the first to ask`,
    measured: `${first.ms.toFixed(0)} ms`,
    bound: `≤ ${deadlineMs + lateMs} ms`,
    kept: first.ms <= deadlineMs + lateMs,
    state,
  };
  // The silence lasts until the request is given up; from then on it is known.
  for (let n = 0; mood === 'hangs' && n < 10 && (await ask(paged)).ms > deadlineMs - 100; n++);
  const times = { plain: [] as number[], paged: [] as number[] };
  for (let round = 0; round < rounds; round++) {
    times.plain.push((await ask(plain)).ms);
    times.paged.push((await ask(paged)).ms);
  }
  const [without, including] = [median(times.plain), median(times.paged)];
  const ratio = including / without;
  const measured = `${ratio.toFixed(2)} (${including.toFixed(2)} ms ÷ ${without.toFixed(2)} ms, medians of ${rounds})`;
  return [
    longest,
    { what: `card while PagerDuty ${what} ÷ without it, from then on`, measured, bound: '≤ 1.5', kept: ratio <= 1.5, state },
  ];
}

const state = 'PGlite; two processes, the example organisation; keep-alive, turn by turn; person known';
