import type { Clock } from '#core/clock.ts';
import type { Log } from '#core/log.ts';
import type { Reply } from '#core/reply.ts';
import { UserError } from '#core/user-error.ts';
import type { SlackViewer, Viewer } from '#core/viewer.ts';
import { everyone } from '#core/viewer.ts';
import type { Claiming } from './claiming.ts';
import type { Parsed } from './define-view.ts';
import type { Definition } from './definition.ts';
import { kitReplies } from './kit-replies.ts';
import { isAnswerableAnywhere } from './other-workspace.ts';
import type { Payload, Who } from './payload.ts';
import type { Routes } from './routes.ts';
import type { Place, SlackCtx } from './slack-ctx.ts';
import { troubleId } from './trouble-id.ts';

export interface AnswerKit {
  routes: Routes;
  /** What comes twice is answered once. */
  claiming: Claiming;
  /** Who asks; a promise only for people not yet known. Never rejects. */
  viewerOf(who: Who): SlackViewer | Promise<SlackViewer>;
  ctxFor(viewer: Viewer, place: Place): SlackCtx;
  /** Who of those who are not members is answered all the same: with what everyone may see, to them alone. */
  answered: ReadonlySet<SlackViewer['kind']>;
  /** Comes from a workspace that is not the one we serve. */
  isElsewhere(payload: Payload): boolean;
  clock: Clock;
  log: Log;
  /** How long a handler may take before the person is told that it was given up. */
  giveUpMs: number;
}

export interface Answer {
  reply: Reply;
  /** Said by the kit, not by a handler: a refusal, an error, help. */
  byKit: boolean;
  /** What was asked, as its definition's id; absent when it was no question that is ours. */
  entry?: string;
  /** The definition's bookkeeping, for when the reply is out; never rejects. */
  after?: () => Promise<void>;
}

const nothing: Answer = { reply: { kind: 'none' }, byKit: true };

/** What is to be said to a payload. Never rejects: every failure is a reply, and every bug is in the log. */
export async function answer(kit: AnswerKit, payload: Payload): Promise<Answer> {
  const definition = kit.routes.find(payload);
  try {
    if (isNoQuestion(payload, definition)) return nothing;
    if (kit.isElsewhere(payload)) return isAnswerableAnywhere(payload) ? byKit(kitReplies.otherWorkspace) : nothing;
    if (payload.type === 'event' && isOnce(definition) && !(await kit.claiming.event(payload))) return nothing;
    const viewer = payload.who ? await kit.viewerOf(payload.who) : everyone;
    if (isStranger(viewer) && !kit.answered.has(viewer.kind)) return isUnasked(definition) ? nothing : byKit(refusal(payload));
    if (!definition) return byKit(unknownReply(kit, payload));
    if (definition.writes && isStranger(viewer)) return byKit(kitReplies.guest);
    if (definition.writes && viewer.kind === 'unknown') return byKit(kitReplies.unsure);
    const input = readInput(definition, payload);
    if (!input) return nothing;
    if (!input.ok) return { reply: { kind: 'errors', errors: input.errors }, byKit: false };
    const handling = { definition, input: input.input, ctx: kit.ctxFor(viewer, payload.place) };
    return await (definition.writes ? handleOnce(kit, payload, handling) : handle(kit, handling));
  } catch (error) {
    const failure = failureReply(kit, payload, error);
    return { ...(isUnasked(definition) ? nothing : byKit(failure)), ...(definition && { entry: definition.id }) };
  }
}

interface Handling {
  definition: Definition;
  input: unknown;
  ctx: SlackCtx;
}

async function handle(kit: AnswerKit, { definition, input, ctx }: Handling): Promise<Answer> {
  const returned = definition.answer(ctx, input);
  const reply = returned instanceof Promise ? await orGiveUp(returned, kit.giveUpMs) : returned;
  // Others may read along only where Slack has said that a member asks.
  const alone = ctx.viewer.kind === 'unknown' || isStranger(ctx.viewer);
  const shown: Reply = alone && reply.kind === 'message' ? { ...reply, visibility: 'ephemeral' } : reply;
  const { id } = definition;
  const after = async () => {
    try {
      await definition.after?.(ctx, input, shown);
    } catch (error) {
      kit.log.error({ id, err: error }, 'slack.after-failed');
    }
  };
  return { reply: shown, byKit: false, entry: id, ...(definition.after && { after }) };
}

/** For what changes something: it is refused rather than done twice. */
async function handleOnce(kit: AnswerKit, payload: Payload, handling: Handling): Promise<Answer> {
  const claimed = await kit.claiming.write(payload);
  if (claimed === 'unsure') return byKit(kitReplies.notClaimed);
  // A form that is still open must say why nothing happens; of all else the first delivery is answering.
  if (claimed === 'taken') return payload.type === 'view' ? byKit(kitReplies.submittedBefore) : nothing;
  try {
    const done = await handle(kit, handling);
    if (done.reply.kind === 'errors') kit.claiming.giveBack(payload);
    return done;
  } catch (error) {
    // Our own sentence says what to correct, so it may be submitted again.
    if (error instanceof UserError) kit.claiming.giveBack(payload);
    throw error;
  }
}

/** Turns the payload into the definition's own input; undefined = not for it. */
function readInput(definition: Definition, payload: Payload): Parsed<unknown> | undefined {
  if (definition.type === 'view' && payload.type === 'view') return definition.parse(payload.form);
  if (definition.type === 'event' && payload.type === 'event') {
    const input = definition.parse(payload.event);
    return input === undefined ? undefined : { ok: true, input };
  }
  return { ok: true, input: readSimple(definition, payload) };
}

function readSimple(definition: Definition, payload: Payload): unknown {
  if (definition.type === 'command' && payload.type === 'command') return definition.parse(payload.text);
  if (definition.type === 'action' && payload.type === 'action') return definition.parse(payload.value);
  if (definition.type === 'options' && payload.type === 'options') return definition.parse(payload.typed);
  if (definition.type === 'shortcut' && payload.type === 'shortcut') return definition.parse(payload.target);
  throw new Error(`${definition.id} (${definition.type}) was routed a ${payload.type}.`);
}

function isStranger(viewer: Viewer): viewer is SlackViewer {
  return viewer.kind === 'guest' || viewer.kind === 'external';
}

function isUnasked(definition: Definition | undefined): boolean {
  return definition?.type === 'event' && definition.unasked === true;
}

/** What writes has a claim of its own, later. */
function isOnce(definition: Definition | undefined): boolean {
  return definition?.type === 'event' && !definition.writes && !definition.repeatable;
}

/** A link that the client opened by itself, an event that is nobody's here, a bot talking (perhaps we ourselves). */
function isNoQuestion(payload: Payload, definition: Definition | undefined): boolean {
  if (payload.type === 'event') return payload.byBot || definition?.type !== 'event' || definition.parse(payload.event) === undefined;
  return payload.type === 'action' && !definition && (payload.link || payload.id.startsWith('link.'));
}

function refusal(payload: Payload): Reply {
  return payload.type === 'event' && payload.name === 'app_home_opened' ? kitReplies.guestAtHome : kitReplies.guest;
}

function unknownReply(kit: AnswerKit, payload: Payload): Reply {
  kit.log.warn({ payload: payload.type, name: 'id' in payload ? payload.id : payload.name }, 'slack.unknown');
  return payload.type === 'command' ? kitReplies.help(payload.name, kit.routes) : kitReplies.outdated(kit.routes);
}

function failureReply(kit: AnswerKit, payload: Payload, error: unknown): Reply {
  const name = 'id' in payload ? payload.id : payload.name;
  if (error instanceof UserError && operators.has(error.code)) {
    kit.log.warn({ payload: payload.type, name, err: error }, 'slack.database-away');
    return kitReplies.databaseAway;
  }
  if (error instanceof UserError) return kitReplies.userError(error);
  const id = troubleId(kit.clock);
  kit.log.error({ id, payload: payload.type, name, err: error }, error instanceof GivenUp ? 'slack.gave-up' : 'slack.bug');
  return error instanceof GivenUp ? kitReplies.tooSlow(id) : kitReplies.bug(id);
}

/** Sentences about the database that are for whoever set its address. */
const operators = new Set(['database-unreachable', 'database-refused', 'database-missing']);

const byKit = (reply: Reply): Answer => ({ reply, byKit: true });

class GivenUp extends Error {}

async function orGiveUp<T>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new GivenUp(`No answer after ${ms} ms.`)), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
