import type { DirectoryView } from '#core/directory.ts';
import type { Block } from '#core/reply.ts';
import type { Viewer } from '#core/viewer.ts';
import { button, context, sectionWithButton } from '#slack/blocks.ts';
import { code, join, md } from '#slack/mrkdwn.ts';
import { examplesFor } from '../examples.ts';

/** The form that finds, and how the same is asked elsewhere, with something that this person may well ask about. */
export function askBlocks(view: DirectoryView, about: { viewer: Viewer; command: string; botName: string | undefined }): Block[] {
  const { viewer, command, botName } = about;
  const example = examplesFor(view, viewer, 1)[0] ?? 'payments-api';
  return [
    sectionWithButton(
      md`*Whose is it?* Find the owner of a service, an API, a repository or a pod.`,
      button({ id: 'catalog.find-owner', label: 'Find Owner', primary: true }),
    ),
    context(
      join([
        md`Or ${code(`${command} ${example}`)}`,
        botName === undefined ? md`in a thread, mention me` : md`in a thread ${code(`@${botName} who owns ${example}?`)}`,
        md`at a message *Who owns this?*`,
      ]),
    ),
  ];
}
