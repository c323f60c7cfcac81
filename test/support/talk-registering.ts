import { expect } from 'vitest';
import { renderText } from '../../src/cli/render-text.ts';
import type { Message } from '#core/reply.ts';
import { checkMessage } from './check-blocks.ts';
import type { RegisteringApp } from './registering-app.ts';
import { blockAction, slashCommand } from './signed-request.ts';

export type Said = Record<string, unknown>;

/** A message as a person reads it, once Slack would take it. */
export const shown = (said: Said): string => {
  expect(checkMessage(said)).toEqual([]);
  return renderText(said as unknown as Message);
};

/** What a command says, in its response or, where that says what is being done, in place of it. */
export async function ask({ app }: RegisteringApp, text: string, from: { user?: string; channel?: string } = {}): Promise<Said> {
  const before = app.fake.of('response_url').length;
  const { json } = await app.send(slashCommand('/catalog', text, { responseUrl: app.fake.responseUrl(), ...from }));
  if (!isBusy(json)) return json;
  const later = (await app.fake.next('response_url', before)).args;
  expect(later).toMatchObject({ replace_original: true });
  return later;
}

/** Presses the button with this label; gives what takes the message's place. */
export async function press({ app }: RegisteringApp, said: Said, label: string, user = 'U0ANA'): Promise<Said> {
  const blocks = said['blocks'] as { elements?: Button[]; accessory?: Button }[];
  const button = blocks
    .flatMap(({ elements = [], accessory }) => [...elements, ...(accessory ? [accessory] : [])])
    .find((one) => one.text?.text === label);
  if (!button) throw new Error(`There is no ${label} in ${JSON.stringify(said)}`);
  const before = app.fake.of('response_url').length;
  await app.send(
    blockAction(
      { action_id: button.action_id, value: button.value },
      { user, trigger: app.fake.trigger(), responseUrl: app.fake.responseUrl() },
    ),
  );
  for (let n = before; ; n += 1) {
    const { args } = await app.fake.next('response_url', n);
    if (!isBusy(args)) return args;
  }
}

/** Says what is being done, and is going to be replaced. */
const isBusy = ({ text }: Said) => typeof text === 'string' && text.endsWith(' …');

interface Button {
  action_id: string;
  value?: string;
  text?: { text: string };
}
