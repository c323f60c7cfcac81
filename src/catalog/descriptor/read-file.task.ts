import type { ReadFile } from '#core/descriptor.ts';
import { finishFile, type Finishing } from './finish-file.ts';
import { parseFile } from './parse-file.ts';
import type { Included } from './read-rules.ts';

/** What a worker thread is asked: plain data only. */
export interface ReadFileInput {
  path: string;
  text: string;
  included: Included;
  how: Finishing;
}

/** `includes` are the paths wanted: when `included` lacked some, the answer is not the last word. */
export function readFile(input: ReadFileInput): { file: ReadFile; includes: string[] } {
  const parsed = parseFile({ path: input.path, text: input.text }, input.how.rules);
  return { file: finishFile(parsed, input.included, input.how), includes: parsed.includes };
}
