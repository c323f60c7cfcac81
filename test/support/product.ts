import { accessSync, cpSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject, onTestFinished, vi } from 'vitest';
import { type RunningProduct, runProduct, startProduct } from '../../bench/product.ts';
import { botToken, ourTeam, startTestSlack, type TestSlack } from './test-slack.ts';
import { type Answered, blockAction, post, sign, signingSecret, slashCommand } from './signed-request.ts';

/** The product as a process of its own, with a Slack on this machine, asked as Slack asks. */
export interface Journey {
  product: RunningProduct;
  fake: TestSlack;
  /** What the command's own response says. */
  command: (command: string, text: string, from?: { user?: string; channel?: string }) => Promise<Answered>;
  /** Presses the button with this label in a message that was answered; gives what goes to the response URL. */
  press: (message: Record<string, unknown>, label: string) => Promise<Record<string, unknown>>;
}

/** The example organisation. */
export const projectManifests = join(import.meta.dirname, '../../manifests');

/** A folder that is taken away when the test ends. */
export function ownFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'switchboard-journey-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The same, with the embedded database as a first start leaves it: made once for each run, because it takes seconds. */
export async function migratedFolder(): Promise<string> {
  const folder = ownFolder();
  cpSync(await migratedOnce(), folder, { recursive: true });
  return folder;
}

/** The worker that is first makes it, the others wait for it. */
async function migratedOnce(): Promise<string> {
  const made = join(inject('runFolder'), 'migrated');
  try {
    mkdirSync(`${made}.begun`);
  } catch {
    await vi.waitFor(() => accessSync(made), { timeout: 60_000 });
    return made;
  }
  const folder = mkdtempSync(`${made}-`);
  await runProduct(['migrate'], { DATA_DIR: folder });
  renameSync(folder, made);
  return made;
}

export function configFile(yaml: string): string {
  const path = join(ownFolder(), 'switchboard.yaml');
  writeFileSync(path, yaml);
  return path;
}

/** Starts the product and stops it when the test ends. Ana is a member, Gus a guest, unless `prepare` says otherwise. */
export async function startJourney(
  variables: Record<string, string>,
  entities = 1,
  prepare?: (fake: TestSlack) => Promise<void>,
): Promise<Journey> {
  const fake = await startTestSlack();
  onTestFinished(() => fake.stop());
  fake.users.set('U0ANA', {
    id: 'U0ANA',
    team_id: ourTeam,
    name: 'ana',
    profile: { email: 'ana.ferreira@halyard.example', real_name: 'Ana' },
  });
  fake.users.set('U0GUS', {
    id: 'U0GUS',
    team_id: ourTeam,
    name: 'gus',
    is_restricted: true,
    profile: { email: 'gus@elsewhere.example' },
  });
  fake.channels.set('C0GENERAL', { id: 'C0GENERAL', name: 'general', is_channel: true, is_member: true });
  fake.channels.set('C0SHARED', { id: 'C0SHARED', name: 'shared', is_channel: true, is_member: true, is_ext_shared: true });
  await prepare?.(fake);
  const slack = { SLACK_BOT_TOKEN: botToken, SLACK_SIGNING_SECRET: signingSecret, SLACK_API_URL: fake.apiUrl };
  const DATA_DIR = variables['DATA_DIR'] ?? (variables['DATABASE_URL'] === undefined ? await migratedFolder() : ownFolder());
  const product = await startProduct({ ...slack, ...variables, DATA_DIR }, entities);
  onTestFinished(() => product.stop());
  const url = `${product.url}/slack/events`;
  return {
    product,
    fake,
    command: (command, text, from = {}) => post(url, sign(slashCommand(command, text, { responseUrl: fake.responseUrl(), ...from }))),
    async press(message, label) {
      const button = buttons(message).find((one) => one.label === label);
      if (!button) {
        const labels = buttons(message).map((one) => one.label);
        throw new Error(`No button ${label} among ${labels.join(', ')}`);
      }
      const already = fake.of('response_url').length;
      await post(url, sign(blockAction(button.sends, { responseUrl: fake.responseUrl() })));
      return (await fake.next('response_url', already)).args;
    },
  };
}

interface Pressable {
  label: string;
  /** What Slack says of it when it is pressed. */
  sends: Record<string, unknown>;
}

/** Buttons, and what is in the menus behind ⋯. */
function buttons(message: Record<string, unknown>): Pressable[] {
  return (message['blocks'] as BlockWithButtons[]).flatMap(({ type, block_id, elements = [], accessory }) =>
    [...(type === 'actions' ? elements : []), ...(accessory ? [accessory] : [])].flatMap(({ text, options, ...facts }): Pressable[] => {
      if (options)
        return options.map((selected_option) => ({ label: selected_option.text.text, sends: { ...facts, block_id, selected_option } }));
      return text ? [{ label: text.text, sends: { action_id: facts.action_id, value: facts.value } }] : [];
    }),
  );
}

interface Labelled {
  text: { text: string };
  value: string;
}

interface BlockWithButtons {
  type: string;
  block_id?: string;
  elements?: ElementWithLabel[];
  accessory?: ElementWithLabel;
}

interface ElementWithLabel extends Partial<Labelled> {
  type: string;
  action_id: string;
  options?: Labelled[];
}
