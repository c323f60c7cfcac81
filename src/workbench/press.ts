import { type ActKit, type Told, told } from './act.ts';
import { checkOptionGroups, checkOptions } from './check-element.ts';
import { elementState, findElement } from './element-state.ts';
import { type Json, list, object, text } from './json.ts';
import { keepOffers, offersFor } from './offers.ts';
import { asker, interactive, onMessage, onView } from './payloads.ts';
import { keepValues } from './submit.ts';
import type { OpenView } from './views.ts';
import { canRead, type Channel, type Person, type Post } from './workspace.ts';

/** Something with blocks that the person sees: a message, or a view of their own. */
type Surface = { post: Post; channel: Channel; blocks: readonly unknown[] } | { open: OpenView; blocks: readonly unknown[] };

/** A button pressed, an option picked. */
export async function press(kit: ActKit, person: Person, input: Json): Promise<Told> {
  const surface = surfaceOf(kit, person, input);
  const placed = surface && findElement(surface.blocks, text(input['block']), text(input['action']));
  if (!surface || !placed) return { notice: 'That part of the message is gone.' };
  if ('open' in surface) keepValues(kit, surface.open, object(input['values']));
  const state = elementState(
    placed.element,
    input['value'],
    offersFor(addressOf(surface), text(placed.block['block_id']), text(placed.element['action_id'])),
  );
  const { action_id } = placed.element;
  const action = { action_id, block_id: placed.block['block_id'], action_ts: `${kit.clock.now().getTime() / 1000}`, ...state };
  const payload = {
    type: 'block_actions',
    ...asker(person, kit.grants.trigger(person.id)),
    ...whereOf(kit, person, surface),
    actions: [action],
  };
  return told(await kit.mailer.form(interactive(payload)));
}

/** What a menu offers for what was typed so far. */
export async function suggest(kit: ActKit, person: Person, input: Json): Promise<Told> {
  const surface = surfaceOf(kit, person, input);
  const placed = surface && findElement(surface.blocks, text(input['block']), text(input['action']));
  if (!surface || !placed) return { notice: 'That menu is gone.' };
  const { action_id } = placed.element;
  const asked = { action_id, block_id: placed.block['block_id'], value: text(input['typed']).slice(0, 300) };
  const where = 'open' in surface ? onView(surface.open) : onMessage(surface.post, surface.channel, '');
  const delivered = await kit.mailer.form(interactive({ type: 'block_suggestion', ...asker(person), ...where, ...asked }));
  if (delivered.outcome !== 'taken') return told(delivered);
  const asGroups = list(delivered.body['option_groups']).map(object);
  const groups = asGroups.map(({ label, options }) => ({ label: text(object(label)['text']), options: list(options).map(object) }));
  const plain = list(delivered.body['options']).map(object);
  const faults = [...checkOptions(plain, 'options'), ...checkOptionGroups(asGroups, 'option_groups')];
  if (faults.length > 0) return { notice: `Slack would refuse these options: ${faults.join('; ')}` };
  const options = [...plain, ...groups.flatMap((group) => group.options)];
  keepOffers([addressOf(surface), text(placed.block['block_id']), text(action_id)], options);
  return groups.length > 0 ? { options, groups } : { options };
}

const addressOf = (surface: Surface): string => ('open' in surface ? surface.open.id : `${surface.post.channel}/${surface.post.ts}`);

function surfaceOf({ workspace }: ActKit, person: Person, input: Json): Surface | undefined {
  const open = workspace.views.find(text(input['view']));
  if (open) return open.user === person.id ? { open, blocks: list(open.view['blocks']) } : undefined;
  const channel = workspace.channels.get(text(input['channel']));
  const post = workspace.find(text(input['channel']), text(input['ts']));
  const visible = channel && post && canRead(person, channel) && (post.onlyFor === undefined || post.onlyFor === person.id);
  return visible ? { post, channel, blocks: post.blocks } : undefined;
}

function whereOf({ grants, responseUrl }: ActKit, person: Person, surface: Surface): Json {
  if ('open' in surface) return onView(surface.open);
  const { post, channel } = surface;
  const thread = post.thread === undefined ? {} : { thread: post.thread };
  return onMessage(post, channel, responseUrl(grants.responsePath({ channel: channel.id, user: person.id, message: post.ts, ...thread })));
}
