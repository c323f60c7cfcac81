import { wordKey } from './words-of.ts';

const openings = phrases(`
  hi there, hi all, hi team, hi folks, hi everyone, hey there, hey all, hey team, hey folks, hey everyone, hello there,
  hello all, hello everyone, good morning, good afternoon, good evening, hi, hey, hello, yo, hiya, morning, please, pls,
  plz, ok, okay, so, and, but, sorry, quick question, question, excuse me, can you please tell me, could you please tell
  me, can you tell me, could you tell me, would you tell me, can you say, could you say, can someone tell me, can anyone
  tell me, can anybody tell me, please tell me, tell me, do you know, do we know, does anyone know, does anybody know,
  does someone know, anyone know, anybody know, i need to know, i want to know, i would like to know, i'd like to know,
  i wonder, i am wondering, i'm wondering, any idea, any ideas, show me, find me, find out, can you find out, can you,
  could you, would you, thanks, thank you`);

const endings = phrases(`
  please, pls, plz, thanks, thank you, thanks a lot, thank you very much, many thanks, thx, ty, cheers, right now, now,
  today, again, anyway, by the way, btw, asap, for me`);

/** The words without what people say around a question; all that is left of a mere greeting is nothing. */
export function withoutPoliteness(words: readonly string[]): string[] {
  const keys = words.map(wordKey);
  let start = 0;
  let end = words.length;
  for (let length = 1; length > 0; start += length) length = longest(openings, (phrase) => startsWith(keys, phrase, start));
  for (let length = 1; length > 0 && end - length > start; end -= length) {
    length = longest(endings, (phrase) => end - phrase.length > start && startsWith(keys, phrase, end - phrase.length));
    if (length === 0) break;
  }
  return words.slice(start, Math.max(start, end));
}

function longest(all: readonly string[][], fits: (phrase: string[]) => boolean): number {
  return all.reduce((most, phrase) => (phrase.length > most && fits(phrase) ? phrase.length : most), 0);
}

function startsWith(keys: readonly string[], phrase: readonly string[], at: number): boolean {
  return at + phrase.length <= keys.length && phrase.every((word, i) => keys[at + i] === word);
}

function phrases(written: string): string[][] {
  return written.split(',').map((phrase) => phrase.trim().split(/\s+/));
}
