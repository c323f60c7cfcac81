import type { SourceRead, SourceState } from './descriptor.ts';
import type { DirectoryView, Entry } from './directory.ts';
import type { Change, Notice, NoticeItem, Subscription } from './notice.ts';
import type { Ref } from './ref.ts';
import type { Block, Message, Reply } from './reply.ts';
import type { SlackViewer, Viewer } from './viewer.ts';

/** What the product is extended by. Built-ins use the same contracts; a member that is absent means "can't". */
export interface Contributions {
  sections: Section[];
  searchSources: SearchSource[];
  homeSections: HomeSection[];
  actions: Action[];
  sources: Source[];
  topics: Topic[];
  buttons: Button[];
}

/** One part of an entity's card. A section that is late or fails becomes one grey line and never breaks the card. */
export interface Section<Data = unknown> {
  id: string;
  /** What that line calls it; absent: its id. */
  label?: string;
  /** Kinds in lower case it is shown for; absent: all. */
  kinds?: readonly string[];
  /** `top`: right below the answer. Absent: below the product's own parts. */
  place?: 'top';
  /** Whether it has anything to say about this entity, from memory: where it has not, nothing is loaded and nobody waits. */
  when?(entry: Entry, view: DirectoryView): boolean;
  /** Facts from elsewhere, all entries in one call. Throws UserError, whose sentence is shown. Without it the section needs only the directory. */
  load?(entries: readonly Entry[], asked: { view: DirectoryView; signal: AbortSignal }): Promise<Map<Ref, Data>>;
  render(entry: Entry, facts: SectionFacts<Data>): Block[];
  /** A few plain words for a line about the entity among others, escaped by whoever shows them. Absent: it has none. */
  brief?(entry: Entry, facts: Pick<SectionFacts<Data>, 'view' | 'data' | 'now'>): string | undefined;
  /** How long `load` may take; the card waits for the longest, all sections in parallel. */
  deadlineMs: number;
}

export interface SectionFacts<Data> {
  view: DirectoryView;
  data: Data | undefined;
  now: Date;
  /** The Slack id of the person with this email; undefined where others read the card, whom a mention would disturb. */
  slackIdOf(email: string): string | undefined;
}

export interface SearchSource {
  id: string;
  search(query: string, viewer: Viewer, signal: AbortSignal): Promise<Hit[]>;
}

export interface Hit {
  title: string;
  url?: string;
  ref?: Ref;
  snippet: string;
  /** Higher is better, within one source. */
  score: number;
}

/** One part of the Home tab. One that fails becomes one grey line and never breaks the tab. */
export interface HomeSection {
  id: string;
  /** From memory alone: the tab is drawn anew each time it is opened. `view` is what the viewer may see. */
  render(home: { viewer: Viewer; view: DirectoryView; now: Date }): Block[];
}

/** What a template step calls. */
export interface Action<Input = unknown, Output = unknown> {
  id: string;
  /** JSON schemas. */
  input: object;
  output: object;
  plan?(input: Input): Promise<string[]>;
  run(input: Input, signal: AbortSignal): Promise<Output>;
  undo?(output: Output): Promise<void>;
}

/** Where descriptors come from. Throws `SourceUnavailable`. */
export interface Source {
  id: string;
  read(previous: SourceState | null, signal: AbortSignal): Promise<SourceRead>;
}

/** A kind of notice. */
export interface Topic {
  id: string;
  /** Who is to be told, and everything that there is to tell; what was told before is left out later. */
  collect(now: Date): Promise<{ subscriptions: Subscription[]; changes: Change[] }>;
  /** Which of the ids that were told are not so any more; absent: it stays as it was told. */
  settled?(ids: readonly string[]): Promise<string[]>;
  /** Everything that was collected last, and is due, is written down: it need not be collected again. */
  planned?(now: Date): Promise<void>;
  /**
   * What of a notice its subscriber may still be told, from memory, right before it is sent: Slack may have refused it for hours. Absent: all.
   */
  stillTold?(notice: { subscriber: string; items: readonly NoticeItem[] }): NoticeItem[];
  /** Pure. How many of its items a notice shows with their facts. */
  shows: number;
  render(notice: Notice): Message;
}

/**
 * Something that can be done about an entity, offered on its card. Before any of it runs, whoever pressed is known to see the
 * entity and, where it writes, to be a member; on a card that others read, the entity is one that everyone may see.
 */
export interface Button<P extends Press = Press> {
  /** `part.verb`; what it did is written down under it. */
  id: string;
  /** Title Case, short: it stands in a menu. */
  label: string;
  /** Kinds in lower case it is offered for; absent: all. */
  kinds?: readonly string[];
  /** `row`: a button of its own, before all others. Absent: in the menu behind ⋯. */
  place?: 'row';
  /** Changes something: for members, done once however often Slack delivers it, and audited. */
  writes?: true;
  /** Whether it is offered for this entity: from memory, whoever reads the card. Asked once more when it is pressed. */
  when?(entry: Entry, view: DirectoryView): boolean;
  /** What is to be filled in or confirmed before; absent: it is done when it is pressed. Throws UserError. */
  open?(press: P): Dialog | Promise<Dialog>;
  /** Throws UserError; where there was a form, it can be submitted again then. */
  submit(press: P, values: Values): Done | Promise<Done>;
}

/** Who pressed a button, and on what. */
export interface Press {
  viewer: SlackViewer;
  /** The viewer's address, as Slack has it. */
  email: string | undefined;
  entry: Entry;
  /** What the viewer may see. */
  view: DirectoryView;
  now: Date;
  /** The same however often a form is submitted: for what must not be done twice elsewhere. */
  key: string;
}

/** A modal; what was entered comes to `submit`. */
export interface Dialog {
  /** At most 24 characters. */
  title: string;
  /** What the button that sends it says, at most 24 characters. */
  submit: string;
  blocks: Block[];
}

/** What was entered, by block id; fields left empty are absent, several picks are an array. */
export type Values = Readonly<Record<string, string | readonly string[]>>;

export interface Done {
  /** A message takes the place of the form; without one, it comes below the card. `errors` keeps the form open. */
  reply: Reply;
  /** What the audit keeps of it, if it writes. */
  detail?: Record<string, unknown>;
}
