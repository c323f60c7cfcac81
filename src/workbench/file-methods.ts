import { mostFileBytes } from './files.ts';
import { list, object, text } from './json.ts';
import { channelTakes } from './message-methods.ts';
import { type Method, no } from './method.ts';
import { botUserId } from './workspace.ts';

/** https://docs.slack.dev/reference/methods/files.getUploadURLExternal */
const mostAltText = 1000;

/** Files through the Web API: an address is asked for, the bytes go there, then the file is shown somewhere. */
export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': ({ workspace, base }, args) => {
    const [name, altText, length] = [text(args['filename']), text(args['alt_txt']), Number(args['length'])];
    if (name === '' || !(length > 0)) return no('missing_argument');
    if (altText.length > mostAltText) return no('alt_txt_too_large');
    if (length > mostFileBytes) return no('file_upload_size_restricted');
    const { file, path } = workspace.files.announce({ name, altText, length });
    return { ok: true, upload_url: `${base ?? ''}${path}`, file_id: file.id };
  },
  'files.completeUploadExternal': (world, args) => {
    const id = text(args['channel_id']);
    const wanted = list(args['files']).map(object);
    // Of a person only the direct messages are a place (https://github.com/slackapi/bolt-js/issues/2115).
    if (!/^[CGDZ]/.test(id) || wanted.length === 0) return no('invalid_arguments');
    const place = channelTakes(world, id);
    if ('error' in place) return place.error;
    const { channel } = place;
    const { workspace } = world;
    const thread = text(args['thread_ts']);
    const files = wanted.map((file) => workspace.files.share(text(file['id']), text(file['title'])));
    if (files.includes(undefined)) return no('file_not_found');
    const said = files.flatMap((file) => (file ? [{ id: file.id, title: file.title }] : []));
    workspace.add({
      channel: channel.id,
      by: botUserId,
      text: text(args['initial_comment']),
      blocks: [],
      files: said.map((file) => file.id),
      ...(thread && { thread }),
    });
    return { ok: true, files: said };
  },
};
