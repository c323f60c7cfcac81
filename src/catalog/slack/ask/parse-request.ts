import { distance } from 'fastest-levenshtein';
import type { RequestDefinition } from '#slack/define-request.ts';
import { withoutPoliteness } from './polite.ts';
import { wordKey, wordsOf } from './words-of.ts';

/** What somebody has said, as far as it is something that can be asked here. */
export type Understood =
  | { kind: 'request'; request: RequestDefinition; text: string }
  /** `bare`: nothing was said but a greeting, perhaps. */
  | { kind: 'menu'; bare?: true }
  | { kind: 'help' }
  /** `near`: what it would be with at most two other letters. */
  | { kind: 'unknown'; said: string; near?: { request: RequestDefinition; text: string } };

/** What is looked at: somebody may mention us at the end of an essay. */
const longestSaid = 2000;
const mostSentences = 12;

/**
 * Understands a command's words, a mention or a direct message, in Slack's notation. Pure, and no more clever than a
 * table of phrases: of several sentences the first counts that is a request. `self` = our user id.
 */
export function parseRequest(said: string, requests: readonly RequestDefinition[], self?: string): Understood {
  const text = withoutUs(said.slice(0, longestSaid), self);
  const sentences = text
    .split(/\n+|(?<=[^\s.][.!?])\s+(?=\S)/)
    .slice(0, mostSentences)
    .map((sentence) => withoutPoliteness(wordsOf(sentence).filter((word) => word === '?' || wordKey(word) !== '')))
    .filter((words) => words.length > 0);
  const [first] = sentences;
  if (!first) return { kind: 'menu', bare: true };
  for (const words of sentences) {
    const understood = readSentence(words, requests) ?? readCalled(words, requests);
    if (understood) return understood;
  }
  const near = nearest(first, requests);
  return { kind: 'unknown', said: first.join(' '), ...(near && { near }) };
}

/** While Slack has not said who we are, the first person who is mentioned is taken for us. */
function withoutUs(text: string, self: string | undefined): string {
  const known = self !== undefined && /^\w+$/.test(self);
  return text.replace(known ? new RegExp(`<@${self}(?:\\|[^<>]*)?>[,:]?`, 'g') : /<@\w+(?:\|[^<>]*)?>[,:]?/, ' ');
}

/** “@Bo hi @here, who owns cart?”: as if it were said to us alone. */
function readCalled(words: readonly string[], requests: readonly RequestDefinition[]): Understood | undefined {
  let rest = words;
  while (called.test(rest[0] ?? '')) rest = withoutPoliteness(rest.slice(1));
  return rest.length > 0 && rest.length < words.length ? readSentence(rest, requests) : undefined;
}

const called = /^(?:<[@!][^<>]*>|@(?:here|channel|everyone))[,:]?$/;

const forHelp = new Set([
  'help',
  'help me',
  '?',
  'commands',
  'usage',
  'what can you do',
  'what can i ask',
  'how do you work',
  'how does this work',
]);
const forMenu = new Set(['menu', 'start']);

function readSentence(words: readonly string[], requests: readonly RequestDefinition[]): Understood | undefined {
  const keys = words.map(wordKey);
  // A question mark alone is a question too.
  const whole = keys.join(' ').trim() || '?';
  if (forHelp.has(whole)) return { kind: 'help' };
  if (forMenu.has(whole)) return { kind: 'menu' };
  let best: Reading | undefined;
  for (const request of requests) {
    for (const phrase of request.phrases) {
      const { before, after } = sides(phrase);
      const slot = slotOf(keys, words, { before, after });
      const reading = slot && { request, before: before.length, after: after.length, slot };
      if (reading && (!best || saysMore(reading, best))) best = reading;
    }
  }
  return best && { kind: 'request', request: best.request, text: thing(best.slot) };
}

interface Reading {
  request: RequestDefinition;
  /** Words of the phrase in front of the slot, and behind it. */
  before: number;
  after: number;
  slot: readonly string[];
}

/**
 * Of as many words the phrase that comes first counts: “search payments owner” is a search. But nobody searches for
 * “owner” alone: “search owner” asks about a thing that is called search.
 */
function saysMore(reading: Reading, best: Reading): boolean {
  const more = reading.before + reading.after - best.before - best.after;
  return more > 0 || (more === 0 && reading.before > best.before && reading.slot.length > best.after);
}

interface Sides {
  before: string[];
  after: string[];
}

function sides(phrase: string): Sides {
  const [before = '', after = ''] = phrase.split('…').map((side) => side.trim());
  return { before: before === '' ? [] : before.split(' '), after: after === '' ? [] : after.split(' ') };
}

/** What stands where the phrase leaves room; only at the very end may it be nothing. */
function slotOf(keys: readonly string[], words: readonly string[], { before, after }: Sides): readonly string[] | undefined {
  const end = keys.length - after.length;
  if (end < before.length || (after.length > 0 && end === before.length)) return undefined;
  if (!before.every((word, i) => keys[i] === word) || !after.every((word, i) => keys[end + i] === word)) return undefined;
  return words.slice(before.length, end);
}

/** A semicolon may be the end of `&gt;`, which is how Slack writes `>`. */
const marksBehind = /(?:[?!.,:]|(?<!&(?:amp|lt|gt));)+$/;

/** Without articles in front and sentence marks behind, as far as anything is left then. */
function thing(slot: readonly string[]): string {
  let start = 0;
  while (start < slot.length - 1 && ['the', 'a', 'an', 'this', 'that', 'our'].includes(wordKey(slot[start] ?? ''))) start += 1;
  return slot.slice(start).join(' ').replace(marksBehind, '').trim();
}

function nearest(
  words: readonly string[],
  requests: readonly RequestDefinition[],
): { request: RequestDefinition; text: string } | undefined {
  let best: { request: RequestDefinition; text: string; off: number } | undefined;
  const keys = words.map(wordKey);
  for (const request of requests) {
    for (const { before, after } of request.phrases.map(sides)) {
      if (after.length > 0) continue;
      const phrase = before.join(' ');
      const off = distance(keys.slice(0, before.length).join(' '), phrase);
      const allowed = phrase.length < 5 ? 1 : 2;
      if (off <= allowed && off < (best?.off ?? Infinity)) best = { request, text: thing(words.slice(before.length)), off };
    }
  }
  return best && { request: best.request, text: best.text };
}
