import { editDistance, emptyWord, spell, wordLimit } from './edit-distance.ts';

/** A word near to the one that was asked for. */
export interface Likeness {
  word: string;
  /** Edits, or for words that contain all that was typed: 1.5 as whole words, 2.5 as beginnings of words. */
  distance: number;
  /** Letters in common at the front. */
  prefix: number;
  /** Digits are seldom mistyped, and telling `shard-12` from `shard-13` is all they are for. */
  sameDigits: boolean;
}

export interface WordIndex {
  /** To be called for a word that was not there. */
  add(word: string): void;
  /** A word has gone; which one is found out when the words are next counted. */
  removed(): void;
  /** All words at most `limit` edits away, and those that contain all that was typed; in no order. */
  like(text: string, limit: number): Likeness[];
  /** A few words of which some resemblance is all that can be said, best first. */
  resembling(text: string, visible: (word: string) => boolean): string[];
}

/**
 * Finds misspelt words by looking at all of them: 40,000 letter masks are compared in 0.1 ms, and only what could be
 * near by its letters and its length is measured. That is faster and far smaller than tables of deletions or trigrams,
 * and a word can come and go without rebuilding anything.
 */
export function createWordIndex(exists: (word: string) => boolean): WordIndex {
  let words: string[] = [];
  let masks = new Int32Array(1024);
  let lengths = new Uint8Array(1024);
  let dead = 0;

  function push(word: string): void {
    if (words.length === masks.length) {
      masks = grown(masks, new Int32Array(words.length * 2));
      lengths = grown(lengths, new Uint8Array(words.length * 2));
    }
    masks[words.length] = letterMask(word);
    lengths[words.length] = Math.min(word.length, wordLimit);
    words.push(word);
  }

  return {
    add: push,
    removed() {
      dead++;
      if (dead < 1000 || dead < words.length / 4) return;
      const alive = new Set(words.filter(exists));
      words = [];
      dead = 0;
      for (const word of alive) push(word);
    },
    like(text, limit) {
      const asked = spell(text, question);
      const mask = letterMask(text);
      const numbers = digits(text);
      const tokens = text.split(/[\s._-]+/).filter((token) => token !== '');
      const countable = tokens.some((token) => token.length >= 2) && tokens.length <= 8;
      if (mask === 0) return [];
      const found: Likeness[] = [];
      for (let i = 0; i < words.length; i++) {
        const theirs = masks[i] ?? 0;
        const missing = mask & ~theirs;
        const longer = (lengths[i] ?? 0) - asked.length;
        const close = longer <= limit && longer >= -limit && bits(missing) <= limit && bits(theirs & ~mask) <= limit;
        const containable = countable && missing === 0 && longer >= 0;
        if (!close && !containable) continue;
        const word = words[i] ?? '';
        const edits = close ? editDistance(asked, spell(word, answer), limit) : limit + 1;
        const distance = Math.min(edits > limit ? Infinity : edits, containable && edits > 1 ? containment(tokens, word) : Infinity);
        if (distance === Infinity) continue;
        found.push({
          word,
          distance,
          prefix: sharedPrefix(text, word),
          sameDigits: numbers === ((theirs & digitMask) === 0 ? '' : digits(word)),
        });
      }
      return found;
    },
    resembling(text, visible) {
      const mask = letterMask(text);
      const best: { word: string; score: number }[] = [];
      for (let i = 0; i < words.length; i++) {
        const theirs = masks[i] ?? 0;
        const likeness = bits(mask & theirs) / Math.max(1, bits(mask | theirs)) - Math.abs((lengths[i] ?? 0) - text.length) * 0.03;
        const needed = Math.max(0.4, best[39]?.score ?? 0);
        if (likeness + 0.4 <= needed) continue;
        const word = words[i] ?? '';
        const score = likeness + Math.min(4, sharedPrefix(text, word)) * 0.1;
        if (score > needed && visible(word)) insert(best, { word, score }, 40);
      }
      const asked = spell(text, question);
      const ranked = best.map(({ word }) => ({
        word,
        score: -editDistance(asked, spell(word, answer), 12) / Math.max(text.length, word.length),
      }));
      return ranked
        .filter(({ word, score }) => score >= -0.6 || sharedPrefix(text, word) >= 4)
        .sort((a, b) => b.score - a.score)
        .map(({ word }) => word);
    },
  };
}

const question = emptyWord();
const answer = emptyWord();

/** Bits of the mask that stand for digits. */
const digitMask = 0b11111 << 26;

/** Which letters occur: `a`-`z` one bit each, digits in five, all else but separators one. */
function letterMask(word: string): number {
  let mask = 0;
  for (let i = 0; i < word.length && i < wordLimit; i++) {
    const code = word.charCodeAt(i);
    if (code >= 97 && code <= 122) mask |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) mask |= 1 << (26 + ((code - 48) % 5));
    else if (code !== 45 && code !== 32 && code !== 46 && code !== 95) mask |= 1 << 31;
  }
  return mask;
}

function bits(mask: number): number {
  let n = mask - ((mask >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

function containment(tokens: readonly string[], word: string): number {
  let whole = true;
  for (const token of tokens) {
    const found = tokenAt(word, token);
    if (found === 'no') return Infinity;
    if (found === 'start') whole = false;
  }
  return whole ? 1.5 : 2.5;
}

/** Whether a word of the name is the token, or begins with it. */
function tokenAt(word: string, token: string): 'whole' | 'start' | 'no' {
  let start = false;
  for (let at = word.indexOf(token); at !== -1; at = word.indexOf(token, at + 1)) {
    if (at > 0 && !isSeparator(word.charCodeAt(at - 1))) continue;
    if (at + token.length === word.length || isSeparator(word.charCodeAt(at + token.length))) return 'whole';
    start = true;
  }
  return start ? 'start' : 'no';
}

function isSeparator(code: number): boolean {
  return code === 45 || code === 32 || code === 46 || code === 95;
}

function sharedPrefix(a: string, b: string): number {
  let at = 0;
  while (at < a.length && at < b.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  return at;
}

function digits(word: string): string {
  return word.replace(/\D+/g, '');
}

/** Keeps the best `count`, in order. */
function insert<T extends { score: number }>(best: T[], item: T, count: number): void {
  if (best.length >= count && (best.at(-1)?.score ?? 0) >= item.score) return;
  let at = best.length;
  while (at > 0 && (best[at - 1]?.score ?? 0) < item.score) at--;
  best.splice(at, 0, item);
  if (best.length > count) best.pop();
}

function grown<T extends Int32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}
