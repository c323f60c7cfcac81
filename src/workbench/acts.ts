import { type ActKit, type Told, told } from './act.ts';
import { type Json, text } from './json.ts';
import { asker, channelFacts, eventBody, interactive, messageObject } from './payloads.ts';
import { say } from './say.ts';
import { press, suggest } from './press.ts';
import { close, submit } from './submit.ts';
import { actors } from './example-workspace.ts';
import { canRead, type Person } from './workspace.ts';

type Act = (kit: ActKit, person: Person, input: Json) => Promise<Told>;

const acts: Readonly<Record<string, Act>> = { say, press, suggest, submit, close, shortcut, home };

/** Does what a person did on the page. Undefined: there is no such act or actor. */
export async function act(kit: ActKit, name: string, input: Json): Promise<Told | undefined> {
  const person = kit.workspace.people.get(text(input['as']));
  const found = Object.hasOwn(acts, name) ? acts[name] : undefined;
  return person && found && actors.includes(person.id) ? found(kit, person, input) : undefined;
}

async function shortcut({ workspace, grants, mailer, declared, responseUrl }: ActKit, person: Person, input: Json): Promise<Told> {
  const known = declared.shortcuts.find(({ id }) => id === input['id']);
  if (!known) return { notice: 'The app has no such shortcut.' };
  const base = { ...asker(person, grants.trigger(person.id)), callback_id: known.id };
  if (known.on === 'anywhere') return told(await mailer.form(interactive({ type: 'shortcut', ...base })));
  const channel = workspace.channels.get(text(input['channel']));
  const post = workspace.find(text(input['channel']), text(input['ts']));
  if (!channel || !post || !canRead(person, channel)) return { notice: 'That message is gone.' };
  const response_url = responseUrl(grants.responsePath({ channel: channel.id, user: person.id }));
  const message = { channel: channelFacts(channel), message: messageObject(post), message_ts: post.ts, response_url };
  return told(await mailer.form(interactive({ type: 'message_action', ...base, ...message })));
}

async function home({ workspace, mailer, clock, declared }: ActKit, person: Person): Promise<Told> {
  if (!declared.events.includes('app_home_opened')) return {};
  const dm = [...workspace.channels.values()].find((channel) => channel.with === person.id);
  const event = {
    type: 'app_home_opened',
    user: person.id,
    channel: dm?.id ?? '',
    tab: 'home',
    event_ts: `${clock.now().getTime() / 1000}`,
  };
  return told(await mailer.event(eventBody(clock.uuid(), clock.now(), event)));
}
