import { type ActKit, type Told, told } from './act.ts';
import { checkView } from './check-blocks.ts';
import { elementsOf, elementState, isEmpty } from './element-state.ts';
import { type Json, list, object, text } from './json.ts';
import { offersFor } from './offers.ts';
import { asker, interactive, viewObject } from './payloads.ts';
import { unsharedFiles } from './unshared-files.ts';
import type { OpenView } from './views.ts';
import type { Person } from './workspace.ts';

/** The button at the foot of a modal. */
export async function submit(kit: ActKit, person: Person, input: Json): Promise<Told> {
  const { views } = kit.workspace;
  const open = views.stack(person.id).at(-1);
  if (!open || open.id !== input['view']) return { notice: 'That form is gone.' };
  keepValues(kit, open, object(input['values']));
  const missing = emptyFields(open);
  if (Object.keys(missing).length > 0) {
    views.keep(open, { errors: missing });
    return {};
  }
  const given = { view: viewObject(open), response_urls: responseUrls(kit, person, open) };
  const payload = { type: 'view_submission', ...asker(person, kit.grants.trigger(person.id)), ...given };
  const delivered = await kit.mailer.form(interactive(payload));
  if (delivered.outcome !== 'taken') return { notice: told(delivered).notice ?? 'We had some trouble connecting. Try again?' };
  return follow(kit, { person, open, answer: delivered.body });
}

/** For the channels picked in menus that ask for it, each its own address to answer to. */
function responseUrls({ grants, responseUrl }: ActKit, person: Person, open: OpenView): Json[] {
  return elementsOf(list(open.view['blocks'])).flatMap(({ block, element }) => {
    const [block_id, action_id] = [text(block['block_id']), text(element['action_id'])];
    const state = object(open.values[block_id]?.[action_id]);
    const channel_id = text(state['selected_conversation']) || text(state['selected_channel']);
    if (element['response_url_enabled'] !== true || channel_id === '') return [];
    return [{ block_id, action_id, channel_id, response_url: responseUrl(grants.responsePath({ channel: channel_id, user: person.id })) }];
  });
}

/** https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload: what an app may answer. */
function follow({ workspace: { views } }: ActKit, done: { person: Person; open: OpenView; answer: Json }): Told {
  const { person, open, answer } = done;
  const view = object(answer['view']);
  switch (answer['response_action']) {
    case undefined:
      views.close(person.id, open.view['clear_on_close'] === true);
      return {};
    case 'clear':
      views.close(person.id, true);
      return {};
    case 'errors': {
      const errors = Object.fromEntries(Object.entries(object(answer['errors'])).map(([block, error]) => [block, text(error)]));
      const known = new Set(list(open.view['blocks']).map((block) => object(block)['block_id']));
      const stray = Object.keys(errors).filter((block) => !known.has(block));
      views.keep(open, { errors });
      return stray.length > 0 ? { notice: `Slack would refuse errors for ${stray.join(', ')}: there is no such block.` } : {};
    }
    case 'update':
    case 'push': {
      const faults = [...checkView(view), ...unsharedFiles(view['blocks'])];
      if (faults.length > 0) return { notice: `Slack would refuse this view: ${faults.join('; ')}` };
      const outcome = answer['response_action'] === 'push' ? views.push(person.id, view) : views.update({ id: open.id }, view);
      return 'error' in outcome ? { notice: `Slack would refuse this view: ${outcome.error}` } : {};
    }
    default:
      return { notice: `Slack knows no response_action ${text(answer['response_action'])}.` };
  }
}

/** The cross, Escape, or Back on a view that lies on others. */
export async function close(kit: ActKit, person: Person, input: Json): Promise<Told> {
  const { views } = kit.workspace;
  const open = views.stack(person.id).at(-1);
  if (!open || open.id !== input['view']) return {};
  const isCleared = input['all'] === true || open.view['clear_on_close'] === true;
  const closed = isCleared ? views.stack(person.id).toReversed() : [open];
  views.close(person.id, isCleared);
  const wanted = closed.filter(({ view }) => view['notify_on_close'] === true);
  const payloads = wanted.map((one) => ({ type: 'view_closed', ...asker(person), view: viewObject(one), is_cleared: isCleared }));
  const delivered = await Promise.all(payloads.map((payload) => kit.mailer.form(interactive(payload))));
  return delivered.map(told).find(({ notice }) => notice) ?? {};
}

/** Takes over what the page says is entered: block id → action id → text or texts. */
export function keepValues({ workspace }: ActKit, open: OpenView, entered: Json): void {
  const values: Record<string, Record<string, Json>> = {};
  for (const { block, element } of elementsOf(list(open.view['blocks']))) {
    const [blockId, actionId] = [text(block['block_id']), text(element['action_id'])];
    const raw = object(entered[blockId])[actionId];
    if (element['type'] === 'button' || element['type'] === 'overflow' || raw === undefined) continue;
    values[blockId] = { ...values[blockId], [actionId]: elementState(element, raw, offersFor(open.id, blockId, actionId)) };
  }
  workspace.views.keep(open, { values });
}

function emptyFields(open: OpenView): Record<string, string> {
  const fields = elementsOf(list(open.view['blocks'])).filter(({ block }) => block['type'] === 'input' && block['optional'] !== true);
  const stateOf = (block: Json, element: Json) => object(object(open.values[text(block['block_id'])])[text(element['action_id'])]);
  const missing = fields.filter(({ block, element }) => isEmpty(stateOf(block, element)));
  return Object.fromEntries(missing.map(({ block }) => [text(block['block_id']), 'Please complete this required field.']));
}
