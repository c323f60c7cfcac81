import { type AckBody, ackBody, answersInAck, lateAckBody } from './ack-body.ts';
import { type Answer, answer, type AnswerKit } from './answer.ts';
import { type Payload, parsePayload } from './payload.ts';
import { send, type SendKit } from './send.ts';
import { within } from './within.ts';

/** Bolt's: writes the HTTP response. */
export type Ack = (body?: AckBody) => Promise<void>;

export type RespondKit = AnswerKit & SendKit & { ackMs: number };

/**
 * Answers one payload: in Slack's own response when that can carry the answer and it is there within `ackMs`, else
 * empty at once and sent afterwards. Bookkeeping comes last. Never rejects.
 */
export async function respond(kit: RespondKit, body: unknown, ack: Ack | undefined): Promise<void> {
  const payload = parsePayload(body);
  if (!payload) {
    await ack?.();
    return;
  }
  const coming = answer(kit, payload);
  const carried = await acknowledge(kit, payload, { coming, ack });
  const done = await coming;
  if (carried !== 'answer') await send(kit, payload, { ...done, late: carried === 'waiting' });
  await done.after?.();
}

/** `waiting`: Slack was told that the answer is not there yet; `nothing`: it got an empty response. */
type Carried = 'answer' | 'nothing' | 'waiting';

async function acknowledge(
  kit: RespondKit,
  payload: Payload,
  { coming, ack }: { coming: Promise<Answer>; ack: Ack | undefined },
): Promise<Carried> {
  if (!ack || !answersInAck(payload)) {
    await ack?.();
    return 'nothing';
  }
  const early = await within(coming, kit.ackMs);
  if (!early) {
    await ack(lateAckBody(payload));
    // A menu that has got its empty list cannot be told anything later.
    return payload.type === 'options' ? 'answer' : 'waiting';
  }
  const body = ackBody(payload, early);
  await ack(body);
  return body ? 'answer' : 'nothing';
}
