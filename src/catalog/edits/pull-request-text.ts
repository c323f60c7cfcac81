import { createHash } from 'node:crypto';
import type { ProposalWish } from '#core/proposals.ts';
import { splitRef } from '#core/ref.ts';

/** What the pull request is called, and what it says: who asked and why, and no address of anybody. */
export function pullRequestText({ target, edit, by, reason }: ProposalWish): { title: string; body: string } {
  const { name } = splitRef(target.ref);
  const what = { owner: 'owner', description: 'description', link: 'links', channel: 'Slack channel', alias: 'aliases' }[edit.field];
  const why = reason === undefined ? [] : [`> ${shown(reason)}`];
  const asked = `Proposed in Slack by ${shown(by.name)}, through Switchboard.`;
  const changes = `This changes the ${what} of \`${target.ref}\` in \`${target.path.replaceAll('`', "'")}\` and nothing else.`;
  const title = edit.field === 'owner' ? `Change the owner of ${name} to ${edit.to}` : `Change the ${what} of ${name}`;
  return { title: title.slice(0, 200), body: [asked, ...why, changes].join('\n\n') };
}

/**
 * The same for the same entity and fact, so that a second press finds the pull request of the first. Several links and
 * aliases can be proposed side by side.
 */
export function branchOf({ target, edit }: Pick<ProposalWish, 'target' | 'edit'>): string {
  const { kind, name } = splitRef(target.ref);
  const which = edit.field === 'link' ? edit.url : edit.field === 'alias' ? edit.to.toLowerCase() : '';
  const hash = createHash('sha256')
    .update(JSON.stringify([target.ref, target.path, edit.field, which]))
    .digest('hex')
    .slice(0, 8);
  return `switchboard/${kind}-${name.slice(0, 60).replaceAll(/[^\w-]+/g, '-')}-${edit.field}-${hash}`;
}

/** Text as it is: no format, no link, no mention of a person or an issue, on one line. */
function shown(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim().slice(0, 1_000);
  return line
    .replaceAll(/[\\`*_{}[\]()+!|~<>&-]/g, '\\$&')
    .replaceAll(/[@#]/g, '$&\u200b')
    .replaceAll('://', ':\u200b//');
}
