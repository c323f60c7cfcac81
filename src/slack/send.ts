import type { Log } from '#core/log.ts';
import type { Message, Reply, View } from '#core/reply.ts';
import type { Clock } from '#core/clock.ts';
import type { Answer } from './answer.ts';
import { deliver, type DeliverKit } from './deliver.ts';
import { kitReplies } from './kit-replies.ts';
import type { Standing } from './meanwhile.ts';
import type { Payload } from './payload.ts';
import { MessageRefused, postToResponseUrl } from './post-to-response-url.ts';
import { context, section } from './blocks.ts';
import { text } from './json.ts';
import type { Mrkdwn } from './mrkdwn.ts';
import { slackErrorCode } from './slack-api.ts';
import { messageView, slackMessage, slackView } from './slack-message.ts';
import { troubleId } from './trouble-id.ts';

export interface SendKit extends DeliverKit {
  clock: Clock;
  log: Log;
  /** As in `@switchboard`. */
  botName(): string;
}

type SlackMessage = ReturnType<typeof slackMessage>;

/**
 * Sends an answer that did not ride in Slack's own response. `late`: the submitted modal is still open and says that we
 * are working on it. Never rejects: when sending fails, the person is told why as far as there is a way, and the log has it.
 */
export async function send(
  kit: SendKit,
  payload: Payload,
  { reply, late, standing }: Answer & { late: boolean; standing?: Standing | undefined },
): Promise<void> {
  try {
    if (standing && reply.kind === 'message' && (await replaceStanding(kit, payload, { said: reply, standing }))) return;
    await (late && payload.type === 'view' ? finishModal(kit, payload, reply) : sendReply(kit, payload, reply));
  } catch (error) {
    const id = troubleId(kit.clock);
    kit.log.error({ id, payload: payload.type, reply: reply.kind, err: error }, 'slack.send-failed');
    // What Slack could not take as a message just now, it cannot take as an apology.
    if (reply.kind === 'message' && !(error instanceof MessageRefused)) return;
    await sendMessage(kit, payload, apology(error, id)).catch((again: unknown) => kit.log.error({ id, err: again }, 'slack.send-failed'));
  }
}

/** Says what is being done, where only the asker reads it; undefined when that is not possible. Never rejects. */
export async function sayStanding(kit: SendKit, payload: Payload, said: Message): Promise<Standing | undefined> {
  const { channel, thread, isDm } = payload.place;
  try {
    if (payload.type === 'action' && payload.responseUrl && (payload.place.clicked === 'ephemeral' || isDm)) {
      const instead: Said = { kind: 'message', visibility: 'ephemeral', where: 'replace', message: said };
      await postToResponseUrl(kit.api, payload.responseUrl, urlMessage(payload, instead));
      return { by: 'response-url' };
    }
    if (payload.type !== 'event' || !isDm || channel === undefined) return undefined;
    const posted = await kit.api.call('chat.postMessage', { channel, ...(thread && { thread_ts: thread }), ...slackMessage(said) });
    return { by: 'message', channel, ts: text(posted['ts']) };
  } catch (error) {
    kit.log.warn({ err: error }, 'slack.not-said-meanwhile');
    return undefined;
  }
}

/** False when the answer has to be a message of its own: what one person sees cannot become what all see. */
async function replaceStanding(kit: SendKit, payload: Payload, { said, standing }: { said: Said; standing: Standing }): Promise<boolean> {
  if (standing.by === 'message') {
    await kit.api.call('chat.update', { channel: standing.channel, ts: standing.ts, ...slackMessage(said.message) });
    return true;
  }
  if (said.visibility !== 'ephemeral' || !payload.responseUrl) return false;
  await postToResponseUrl(kit.api, payload.responseUrl, { ...urlMessage(payload, said), replace_original: true });
  return true;
}

/** A trigger that is spent or too old means that we were slow; anything else that Slack refuses is our mistake. */
function apology(error: unknown, id: string): Said {
  return isSpentTrigger(error) ? kitReplies.tooSlow(id) : kitReplies.bug(id);
}

function isSpentTrigger(error: unknown): boolean {
  return ['expired_trigger_id', 'exchanged_trigger_id'].includes(slackErrorCode(error) ?? '');
}

type Said = Extract<Reply, { kind: 'message' }>;

async function sendReply(kit: SendKit, payload: Payload, reply: Reply): Promise<void> {
  switch (reply.kind) {
    case 'message':
      return await sendMessage(kit, payload, reply);
    case 'modal':
      return await sendModal(kit, payload, reply);
    case 'home':
      return await publishHome(kit, payload, reply.view);
    case 'none':
      return;
    case 'errors':
    case 'options':
      throw new Error(`A ${payload.type} cannot be answered with ${reply.kind}.`);
  }
}

async function sendMessage(kit: SendKit, payload: Payload, said: Said): Promise<void> {
  if (payload.responseUrl) return await postToResponseUrl(kit.api, payload.responseUrl, urlMessage(payload, said));
  if (payload.type === 'event' && payload.name === 'app_home_opened') return await publishHome(kit, payload, messageView(said.message));
  if (payload.type === 'action' && payload.view?.kind === 'modal') return await pushOver(kit, payload, said.message);
  if (payload.type === 'action' && payload.view?.kind === 'home') return await openOverHome(kit, payload, said);
  await postMessage(kit, payload, said);
}

function urlMessage(payload: Payload, said: Said): Record<string, unknown> {
  const replace_original = payload.type === 'action' && said.where === 'replace';
  const { thread } = payload.place;
  return { ...slackMessage(said.message), response_type: said.visibility, replace_original, ...(thread && { thread_ts: thread }) };
}

/** Where Slack gave no response URL: events are answered where they happened, all else in the person's direct messages. */
async function postMessage(kit: SendKit, payload: Payload, said: Said): Promise<void> {
  const { channel, thread, isDm } = payload.place;
  const user = payload.who?.userId;
  const message = slackMessage(said.message);
  const inThread = thread ? { thread_ts: thread } : {};
  if (payload.type !== 'event' || !channel) {
    if (user) await deliver(kit, 'chat.postMessage', { channel: user, ...message });
  } else if (said.visibility === 'ephemeral' && user && !isDm) {
    // Where nobody has answered yet there is no thread in which Slack would show it.
    const open = text(payload.event['thread_ts']) ? inThread : {};
    await orDirectly(kit, { user, message }, deliver(kit, 'chat.postEphemeral', { channel, user, ...open, ...message }));
  } else {
    await orDirectly(kit, { user, message }, deliver(kit, 'chat.postMessage', { channel, ...inThread, ...message }));
  }
}

/** Where we may not write, the person gets the answer in their direct messages, with what to do about it. */
async function orDirectly(
  kit: SendKit,
  answer: { user: string | undefined; message: SlackMessage },
  sent: Promise<unknown>,
): Promise<void> {
  try {
    await sent;
  } catch (error) {
    const { user, message } = answer;
    const why = whyNotThere(slackErrorCode(error) ?? '', kit.botName());
    if (!user || !why) throw error;
    const blocks = [...(message.blocks ?? [section(message.text as Mrkdwn)]), context(why)];
    await deliver(kit, 'chat.postMessage', { channel: user, ...message, blocks });
  }
}

/** https://docs.slack.dev/reference/methods/chat.postMessage#errors, as far as they are about the channel. */
function whyNotThere(code: string, botName: string): Mrkdwn | undefined {
  if (code === 'not_in_channel' || code === 'channel_not_found') return kitReplies.invite(botName);
  return code === 'is_archived' || code.startsWith('restricted_action') ? kitReplies.barred : undefined;
}

async function sendModal(kit: SendKit, payload: Payload, reply: Extract<Reply, { kind: 'modal' }>): Promise<void> {
  const view = slackView(reply.view);
  const open = payload.type === 'action' || payload.type === 'view' ? payload.view : undefined;
  const inModal = open?.kind === 'modal' ? open : undefined;
  if (reply.how === 'update' && inModal) {
    await kit.api.call('views.update', { view_id: inModal.id, view });
    return;
  }
  // Inside a modal `open` would be refused while the first is still there; what is meant is one on top.
  const method = payload.type === 'action' && inModal ? 'views.push' : 'views.open';
  await kit.api.call(method, { trigger_id: payload.triggerId, view });
}

async function pushOver(kit: SendKit, payload: Payload & { type: 'action' }, message: Message): Promise<void> {
  const view = messageView(message, payload.view?.title ?? '');
  const room = (payload.view?.depth ?? 3) < 3;
  const target = room ? { trigger_id: payload.triggerId } : { view_id: payload.view?.id };
  await kit.api.call(room ? 'views.push' : 'views.update', { ...target, view });
}

/** On the Home tab nothing can be answered beside what was pressed, and nobody looks at the messages meanwhile. */
async function openOverHome(kit: SendKit, payload: Payload, said: Said): Promise<void> {
  try {
    await kit.api.call('views.open', { trigger_id: payload.triggerId, view: messageView(said.message, 'Switchboard') });
  } catch (error) {
    if (!isSpentTrigger(error)) throw error;
    await postMessage(kit, payload, said);
  }
}

async function publishHome(kit: SendKit, payload: Payload, view: View): Promise<void> {
  if (payload.who) await kit.api.call('views.publish', { user_id: payload.who.userId, view: slackView(view) });
}

/** Puts the outcome in place of “Working on it…”; a message for elsewhere goes there as well. */
async function finishModal(kit: SendKit, payload: Payload & { type: 'view' }, reply: Reply): Promise<void> {
  if (reply.kind === 'home') await publishHome(kit, payload, reply.view);
  const view = reply.kind === 'modal' ? slackView(reply.view) : messageView(outcome(reply), payload.view.title);
  await kit.api.call('views.update', { view_id: payload.view.id, view });
  if (reply.kind === 'message' && payload.responseUrl) await sendMessage(kit, payload, reply);
}

function outcome(reply: Reply): Message {
  if (reply.kind === 'message') return reply.message;
  return reply.kind === 'errors' ? kitReplies.lateErrors(reply.errors) : kitReplies.done;
}
