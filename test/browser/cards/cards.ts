import { change, type Company } from './company.ts';
import { say } from '../walk.ts';
import type { Desk } from './desk.ts';

/** Each makes one card seen, or a few that belong together, under the names that docs/cards.md has. */
export const cards: Readonly<Record<string, (desk: Desk, company: Company) => Promise<void>>> = {
  async whoowns({ ask, keep, pick, page }) {
    await ask('/whoowns payments-api');
    await keep('whoowns');
    await pick('Why');
    await keep('why');
    await ask('/whoowns payments-api');
    await page.locator('#posts > li.post').last().getByRole('button', { name: 'Page Team' }).click();
    await page.locator('#modal[open]').waitFor();
    await keep('page-team', page.locator('#modal'));
    await leave(page);
  },
  misspelt: asked('misspelt', '/whoowns paymnts-api'),
  several: asked('several', '/whoowns order'),
  nothing: asked('nothing', '/whoowns zzz-top'),
  dangling: asked('dangling', '/whoowns legacy-order-export'),
  stale: asked('stale', '/whoowns parcel-labels'),
  async following({ ask, keep, go }) {
    await go('D0ANA');
    await ask('/catalog follow fraud-check');
    await keep('follow');
    await ask('/catalog following');
    await keep('following');
    // Something happens to it in a moment; it is told at the end.
    await ask('/catalog follow gift-wrap');
  },
  team: asked('team', '/whoowns team-payments'),
  person: asked('person', '/whoowns bo.hansen'),
  async deps({ ask, keep, press }) {
    await ask('/deps payments-api');
    await keep('deps');
    await press('Impact');
    await keep('impact');
    await press('Full List');
    await keep('impact-list');
  },
  paths: asked('paths', '/deps checkout-web -> ledger-store'),
  async pictures({ ask, go, press, keep, page, drawn }) {
    await go('D0ANA');
    await ask('/deps payments-api');
    await press('Picture');
    await drawn().waitFor();
    await keep('picture', drawn());
    await ask('/catalog impact ledger-store');
    await page
      .getByText(/If Ledger|If ledger/)
      .last()
      .waitFor();
    await press('Picture');
    await drawn().waitFor();
    await keep('impact-picture', drawn());
  },
  menu: asked('menu', '/catalog'),
  help: asked('help', '/catalog hlep me please'),
  'show-component': asked('show-component', '/catalog show payments-api'),
  'show-api': asked('show-api', '/catalog show payments-v1'),
  'show-resource': asked('show-resource', '/catalog show ledger-store'),
  'show-system': asked('show-system', '/catalog show system:checkout'),
  'show-domain': asked('show-domain', '/catalog show domain:commerce'),
  'show-group': asked('show-group', '/catalog show team-payments'),
  'show-user': asked('show-user', '/catalog show bo.hansen'),
  'show-template': asked('show-template', '/catalog show node-service'),
  search: asked('search', '/catalog search kind:component lifecycle:production'),
  async stats({ ask, keep, press, go, drawn }) {
    await ask('/catalog stats');
    await keep('stats');
    await go('D0ANA');
    await ask('/catalog stats');
    await press('Chart');
    await drawn().waitFor();
    await keep('stats-picture', drawn());
  },
  async history({ ask, keep, last }, company) {
    change(company, 'storefront/gift-wrap/catalog-info.yaml', 'Freya Lindqvist', (text) => text.replace('production', 'deprecated'));
    await until(async () => {
      await ask('/catalog history gift-wrap');
      return last().getByText('by Freya').first().isVisible();
    });
    await keep('history');
    change(company, 'storefront/gift-wrap/catalog-info.yaml', 'Freya Lindqvist', () => null);
    await until(async () => {
      await ask('/whoowns gift-wrap');
      return last().getByText('by Freya').first().isVisible();
    });
    await keep('removed');
  },
  async proposing({ ask, keep, last, page }) {
    await ask('/whoowns loyalty-api');
    await report(page, 'team-payments');
    await keep('report-wrong-owner', page.locator('#modal'));
    await propose(page, 'Proposed for');
    await keep('proposed-pull-request', page.locator('#modal'));
    await leave(page);
    await until(async () => {
      await ask('/whoowns loyalty-api');
      return last()
        .getByText(/Change proposed/)
        .first()
        .isVisible();
    });
    await keep('change-proposed');
  },
  async patching({ ask, keep, page }) {
    await ask('/whoowns fraud-check');
    await report(page, 'team-identity');
    await propose(page, 'git apply');
    await keep('proposed-patch', page.locator('#modal'));
    await leave(page);
  },
  async misses({ ask, keep, page }) {
    for (const word of ['checkout-basket', 'checkout-baskt', 'shop-basket', 'zahlung', 'zahlungen']) await ask(`/whoowns ${word}`);
    await until(async () => {
      await ask('/catalog misses');
      return page.getByText('zahlungen').last().isVisible();
    });
    await keep('misses');
    await page.locator('#posts > li.post').last().getByRole('button', { name: 'Add Alias' }).first().click();
    await page.locator('#modal[open]').waitFor();
    await keep('add-alias', page.locator('#modal'));
    await leave(page);
  },
  async unfurl({ ask, keep, go, page }) {
    await go('C0PAYMENTS');
    await say(page, 'Is https://wiki.halyard.example/runbooks/fraud-check still right?');
    await page.locator('.b-unfurl').waitFor();
    await keep('unfurl', page.locator('#posts > li.post', { has: page.locator('.b-unfurl') }));
    await ask('/catalog link-channel payments-api');
    await keep('link-channel');
  },
  async registering({ ask, keep }) {
    await ask('/catalog register https://github.com/halyard-example/gift-cards');
    await keep('register');
  },
  async guest({ ask, keep, go }) {
    await go('C0INCIDENTS', 'U0GITA');
    await ask('/whoowns payments-api');
    await keep('guest');
  },
  async error({ ask, keep }) {
    await ask('/catalog refresh payments-api');
    await ask('/catalog refresh payments-api');
    await keep('error');
  },
  async followed({ keep, go, page }) {
    await go('D0ANA');
    const notice = page.locator('#posts > li.post', { hasText: 'gift-wrap' }).filter({ hasText: 'Mute' }).last();
    await until(() => notice.isVisible(), 150);
    await keep('followed', notice);
  },
  async home({ page, keep, go }) {
    await go('D0ANA');
    await page.getByRole('link', { name: 'Home', exact: true }).click();
    await page.getByRole('heading', { name: 'My teams' }).waitFor();
    await keep('home', page.locator('#posts > li'));
  },
};

/** Closes the form, and waits until it is gone: what is typed before would go into it. */
async function leave(page: Desk['page']): Promise<void> {
  await page.keyboard.press('Escape');
  await page.locator('#modal[open]').waitFor({ state: 'hidden' });
}

function asked(name: string, text: string): (desk: Desk) => Promise<void> {
  return async ({ ask, keep }) => {
    await ask(text);
    await keep(name);
  };
}

async function report(page: Desk['page'], owner: string): Promise<void> {
  const card = page.locator('#posts > li.post').last();
  await card.getByRole('button', { name: 'More actions' }).click();
  await card.getByRole('menuitem', { name: 'Report Wrong Owner' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox').fill(owner);
  await page.waitForLoadState('networkidle');
  await dialog.getByRole('option', { name: owner }).first().click();
  const why = dialog.locator('textarea, input[type=text]:not([role])').last();
  if (await why.isVisible()) await why.fill('They took it over in October');
}

async function propose(page: Desk['page'], said: string): Promise<void> {
  const form = page.locator('#modal');
  await form.getByRole('button', { name: 'Propose' }).click();
  await form.getByText(said).first().waitFor({ timeout: 20_000 });
}

async function until(done: () => Promise<boolean>, seconds = 60): Promise<void> {
  for (let times = 0; times < seconds; times++) {
    if (await done()) return;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  throw new Error('It never came to that.');
}
