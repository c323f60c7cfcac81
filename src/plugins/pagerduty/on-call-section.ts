import type { Mrkdwn, Section, SectionFacts, Tools } from '#plugin.ts';
import { patienceMs } from './notice-silence.ts';
import { pagerKeyOf, type PagerKey } from './pager-key.ts';
import type { OnCall, OnCallReader, Shift } from './read-on-call.ts';

interface Known extends OnCall {
  key: PagerKey;
}

const mostLevels = 3;
const mostOfLevel = 3;

/** “On call now: @ana (until 18:00), then @bo”; in the deadline or not at all. */
export function onCallSection(reader: OnCallReader, tools: Tools): Section<Known> {
  return {
    id: 'pagerduty.on-call',
    label: 'PagerDuty',
    place: 'top',
    deadlineMs: patienceMs,
    when: (entry, view) => pagerKeyOf(entry, view) !== undefined,
    async load(entries, { view }) {
      const known = entries.map(async (entry): Promise<[string, Known][]> => {
        const key = pagerKeyOf(entry, view);
        return key ? [[entry.ref, { key, ...(await unlessSilent(reader, tools, key)) }]] : [];
      });
      return new Map((await Promise.all(known)).flat());
    },
    brief: (_, { data, now }) => data && onCallWords(data.shifts, now),
    render: (entry, facts) => (facts.data ? [tools.blocks.section(onCallLine(tools, facts.data, { ...facts, own: entry.ref }))] : []),
  };
}

/** It is asked all the same, so that the card after this one has the answer. */
function unlessSilent(reader: OnCallReader, tools: Tools, key: PagerKey): Promise<OnCall> {
  const isSilent = reader.isSilent();
  const answer = reader.onCall(key);
  if (!isSilent) return answer;
  const silence = new Promise<never>((_, reject) => {
    // What is remembered comes before that.
    setImmediate(() => reject(new tools.UserError('pagerduty-away', 'PagerDuty does not answer just now.', 'Try again in a minute.')));
  });
  return Promise.race([answer, silence]);
}

/** Names alone: whoever reads of many teams means to page none of them yet. */
function onCallWords(shifts: readonly Shift[], now: Date): string {
  const current = shifts.filter((shift) => isOn(shift, now));
  const [first] = current;
  if (!first) return 'nobody on call';
  const names = current.filter(({ level }) => level === first.level).map(({ name }) => name);
  const more = names.length > 2 ? ` and ${names.length - 2} more` : '';
  return `on call ${names.slice(0, 2).join(', ')}${more}`;
}

/** What has ended since it was asked is not shown as being so. */
const isOn = ({ until }: Shift, now: Date): boolean => until === undefined || until > now;

function onCallLine({ text }: Tools, { key, shifts }: Known, facts: SectionFacts<Known> & { own: string }): Mrkdwn {
  const { md, join, escape } = text;
  const { name, title } = key.of.entity.metadata;
  const whose = key.of.ref === facts.own ? md`` : md` for ${escape(title ?? profileName(key.of.entity.spec) ?? name, 80)}`;
  const current = shifts.filter((shift) => isOn(shift, facts.now));
  if (current.length === 0) return md`Nobody is on call now${whose}, as PagerDuty has it.`;
  const levels = [...Map.groupBy(current, ({ level }) => level).values()];
  const shown = levels.slice(0, mostLevels).map((level, n) => levelText(text, level, { ...facts, first: n === 0 }));
  const more = levels.length > shown.length && escape(`${levels.length - shown.length} more`);
  return md`On call now${whose}: ${join([...shown, more], ', then ')}`;
}

function levelText(text: Tools['text'], shifts: readonly Shift[], facts: SectionFacts<Known> & { first: boolean }): Mrkdwn {
  const { md, join, escape, dateToken } = text;
  const names = shifts.slice(0, mostOfLevel).map(({ name, email, until }) => {
    const id = email === undefined ? undefined : facts.slackIdOf(email);
    const who = (id === undefined ? undefined : text.userMention(id)) ?? escape(name, 80);
    return facts.first && until ? md`${who} (until ${dateToken(until, clockTime(until))})` : who;
  });
  const more = shifts.length > names.length && escape(`${shifts.length - names.length} more`);
  return join([...names, more], ' and ');
}

function profileName(spec: Record<string, unknown> | undefined): string | undefined {
  const profile = spec?.['profile'];
  const name = typeof profile === 'object' && profile !== null && 'displayName' in profile ? profile.displayName : undefined;
  return typeof name === 'string' ? name : undefined;
}

const clockTime = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
