import { type AckBody, ackBody, answersInAck, lateAckBody } from './ack-body.ts';
import { type Answer, answer, type AnswerKit } from './answer.ts';
import { type Payload, parsePayload } from './payload.ts';
import type { Meter } from '#core/meter.ts';
import { meanwhile, type Standing } from './meanwhile.ts';
import { sayStanding, send, type SendKit } from './send.ts';
import { within } from './within.ts';

/** Writes the response to Slack's request, or the acknowledgement to its envelope. Rejects when that is not possible. */
export type Ack = (body?: AckBody) => Promise<void>;

export type RespondKit = AnswerKit & SendKit & { ackMs: number; meter: Meter };

/**
 * Answers one payload: in Slack's own response when that can carry the answer and it is there within `ackMs`, else
 * empty at once and sent afterwards. Bookkeeping comes last. Never rejects.
 */
export async function respond(kit: RespondKit, body: unknown, ack: Ack | undefined): Promise<void> {
  const arrived = performance.now();
  const payload = parsePayload(body);
  const give = giver(kit, ack);
  if (!payload) {
    await give();
    return;
  }
  const coming = answer(kit, payload);
  const carried = ack ? await acknowledge(kit, payload, { coming, give }) : 'nothing';
  const standing = typeof carried === 'object' ? carried : carried === 'nothing' ? await sayMeanwhile(kit, payload, coming) : undefined;
  const done = await coming;
  if (carried !== 'answer') await send(kit, payload, { ...done, late: carried === 'waiting', standing });
  if (done.entry !== undefined) count(kit, done.entry, performance.now() - arrived);
  await done.after?.();
}

function count({ meter, log }: RespondKit, entry: string, ms: number): void {
  meter.answered(entry, ms);
  log.debug({ entry, ms: Math.round(ms) }, 'slack.answered');
}

/** False when the acknowledgement did not get out: a connection can go while we think. */
type Give = (body?: AckBody) => Promise<boolean>;

function giver(kit: RespondKit, ack: Ack | undefined): Give {
  return async (body) => {
    try {
      await ack?.(body);
      return true;
    } catch (error) {
      kit.log.warn({ err: error }, 'slack.not-acknowledged');
      return false;
    }
  };
}

/** `waiting`: Slack was told that the answer is not there yet; `nothing`: it got an empty response. */
type Carried = 'answer' | 'nothing' | 'waiting' | Standing;

async function acknowledge(kit: RespondKit, payload: Payload, { coming, give }: { coming: Promise<Answer>; give: Give }): Promise<Carried> {
  if (!answersInAck(payload)) {
    await give();
    return 'nothing';
  }
  const early = await within(coming, kit.ackMs);
  const body = early ? ackBody(payload, early) : lateAckBody(payload, meanwhile(kit.routes, payload));
  const given = await give(body);
  // A menu that has got its empty list, or nothing, cannot be told anything later.
  if (payload.type === 'options') return 'answer';
  if (!early && given && body && payload.type === 'command') return { by: 'response-url' };
  if (!early) return given ? 'waiting' : 'nothing';
  return given && body ? 'answer' : 'nothing';
}

/** For what has no response that could say it: after as long, in place of the button's message, or in direct messages. */
async function sayMeanwhile(kit: RespondKit, payload: Payload, coming: Promise<Answer>): Promise<Standing | undefined> {
  if (payload.type !== 'action' && payload.type !== 'event') return undefined;
  const said = meanwhile(kit.routes, payload);
  if (!said || (await within(coming, kit.ackMs))) return undefined;
  return sayStanding(kit, payload, said);
}
