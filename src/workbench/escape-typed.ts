import type { Workspace } from './workspace.ts';

/**
 * What a person typed, as Slack passes it on: `& < >` as entities, people, channels, user groups and links in
 * Slack's notation (https://docs.slack.dev/messaging/formatting-message-text). `labels`: commands get names as well.
 */
export function escapeTyped(workspace: Workspace, typed: string, labels: boolean): string {
  const people = new Map([...workspace.people.values()].map((person) => [person.handle, person]));
  const channels = new Map(
    [...workspace.channels.values()].filter(({ kind }) => kind === 'channel').map((channel) => [channel.name, channel]),
  );
  const groups = new Map(workspace.userGroups.map((group) => [group.handle, group]));
  const label = (name: string) => (labels ? `|${name}` : '');
  return typed
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/\bhttps?:\/\/[^\s|]+/g, (url) => `<${url}>`)
    .replace(/(?<![\w<])@([\w.-]*\w)/g, (all, handle: string) => {
      const person = people.get(handle);
      const group = groups.get(handle);
      if (person) return `<@${person.id}${label(handle)}>`;
      return group ? `<!subteam^${group.id}|@${handle}>` : all;
    })
    .replace(/(?<![\w<&])#([\w-]*\w)/g, (all, name: string) => {
      const channel = channels.get(name);
      return channel ? `<#${channel.id}${label(name)}>` : all;
    });
}
