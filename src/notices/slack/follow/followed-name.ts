import { displayName } from '#catalog/ownership/owner.ts';
import { splitRef } from '#core/ref.ts';
import type { SlackCtx } from '#slack/slack-ctx.ts';
import type { Follow } from '../../follow/follows.ts';

/** What a followed thing is called now, as far as the viewer may know; else its name when it was followed. */
export function followedName(
  { directory, viewer }: Pick<SlackCtx, 'directory' | 'viewer'>,
  { uid, ref }: Pick<Follow, 'uid' | 'ref'>,
): string {
  const entry = directory.for(viewer).withUid(uid);
  return (entry ? displayName(entry) : splitRef(ref).name).slice(0, 80);
}
