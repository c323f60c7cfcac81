import type { OutFile, Outbox, PostTarget, Uploaded } from '#core/ports.ts';
import { UserError } from '#core/user-error.ts';
import { list, object, text } from './json.ts';
import { limits, truncate } from './limits.ts';
import { cut, type Mrkdwn, oneLine } from './mrkdwn.ts';
import { onceMore } from './once-more.ts';
import type { OutboxOptions } from './outbox.ts';
import { fileError, notSent } from './file-error.ts';
import { attemptMs } from './until-taken.ts';

/** More direct messages than this are not remembered; the oldest are asked for again. */
const mostDms = 5000;

/**
 * Files in three steps (https://docs.slack.dev/messaging/working-with-files#uploading_files): Slack names an address, gets
 * the bytes there, and shows the file to nobody before it is told where to.
 */
export function createUpload({ api, pacer, botName }: Pick<OutboxOptions, 'api' | 'pacer' | 'botName'>): Outbox['upload'] {
  const dms = new Map<string, string>();

  /** Unlike a message, a file cannot be sent to a person, only to the direct messages with them. */
  async function channelOf(target: string): Promise<string> {
    if (!/^[UW]/.test(target)) return target;
    const known = dms.get(target);
    if (known !== undefined) return known;
    const said = await api.call('conversations.open', { users: target });
    const dm = text(object(said['channel'])['id']);
    const [oldest] = dms.keys();
    if (dms.size >= mostDms && oldest !== undefined) dms.delete(oldest);
    dms.set(target, dm);
    return dm;
  }

  async function hand(file: OutFile): Promise<string> {
    const bytes = Buffer.from(file.bytes);
    const said = await api.call('files.getUploadURLExternal', {
      filename: fileName(file.name),
      length: bytes.length,
      ...(file.altText && { alt_txt: truncate(oneLine(file.altText), limits.fileAltText) }),
    });
    const request = { method: 'POST', body: bytes, redirect: 'error', signal: AbortSignal.timeout(attemptMs) } as const;
    // The address is the permission: the token goes to the Web API only.
    const { status, ok } = await api.fetch(text(said['upload_url']), request).catch((error: unknown) => {
      throw notSent(error);
    });
    if (!ok) throw notSent(new Error(`Slack answered ${status} to the bytes of a file`));
    return text(said['file_id']);
  }

  async function show(target: PostTarget & { dm: string }, id: string, file: OutFile): Promise<Uploaded> {
    await pacer.turn(target.channel);
    const said = await api.callOnce('files.completeUploadExternal', {
      files: [{ id, title: truncate(oneLine(file.title), limits.fileTitle) }],
      channel_id: target.dm,
      ...(target.thread && { thread_ts: target.thread }),
      ...(file.comment && { initial_comment: cut(file.comment as Mrkdwn, limits.messageText) }),
    });
    return { channel: target.dm, file: text(object(list(said['files'])[0])['id']) || id };
  }

  return async (target, file) => {
    try {
      const channelLimits = (ms: number) => pacer.hold(target.channel, ms);
      const dm = await channelOf(target.channel);
      // Limits of these are no channel's.
      const id = await onceMore(
        () => hand(file),
        () => undefined,
      );
      return await onceMore(() => show({ ...target, dm }, id, file), channelLimits);
    } catch (error) {
      throw error instanceof UserError ? error : fileError(target.channel, error, botName());
    }
  };
}

/** Slack keeps the name for who downloads the file, so nothing in it may look like a path. */
function fileName(name: string): string {
  return truncate(oneLine(name).replace(/[/\\:*?"<>|]+/g, '-'), limits.fileName) || 'file';
}
