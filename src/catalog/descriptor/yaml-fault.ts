import type { YAMLException } from 'js-yaml';

/** Why YAML, or one of our bounds, stopped the reading. */
export interface Fault {
  code: keyof typeof faults;
  line: number;
  detail?: string;
}

export function faultOf(error: YAMLException, lineOf: (offset: number) => number): Fault {
  const line = lineOf(error.mark?.position ?? 0);
  const reason = (error.reason ?? error.message).split('\n')[0] ?? '';
  if (reason.startsWith('duplicated mapping key')) return { code: 'yaml-duplicate-key', line };
  if (reason.startsWith('nesting exceeded')) return { code: 'yaml-too-deep', line, detail: /\d+/.exec(reason)?.[0] ?? '' };
  return { code: 'yaml-syntax', line, detail: reason };
}

export function describeFault(fault: Fault): { message: string; fix: string } {
  const { message, fix } = faults[fault.code];
  return { message: message.replace('…', fault.detail ?? ''), fix };
}

/** A mapping as a key means nothing in YAML as people write it; in skeletons and Helm charts it is everywhere. */
const bareExpression = /(?:^|[:-][ \t])[ \t]*(?:[^"'\s#]\S*)?\{\{/m;
/** `metadata.name` comes first among the names of a descriptor. */
const namedByExpression = /^(?:apiVersion|kind):.*\{\{|^metadata:[^\n]*\n(?:[ \t][^\n]*\n){0,20}?[ \t]+name:.*\{\{/m;
const templateEnvelope = /^kind:\s*["']?Template\b/m;
const templateVersion = /^apiVersion:\s*["']?scaffolder\.backstage\.io\//m;

/**
 * Whether text that YAML cannot parse is a skeleton waiting to be rendered. A software template is full of expressions
 * by nature: a broken one is its author's mistake and has to be seen.
 */
export function isUnrendered(text: string): boolean {
  if (text.includes('{%') || namedByExpression.test(text)) return true;
  if (templateEnvelope.test(text) && templateVersion.test(text)) return false;
  return text.includes('${{') || bareExpression.test(text);
}

const faults = {
  'yaml-syntax': {
    message: 'YAML cannot be read here: ….',
    fix: 'Correct the YAML at this line; text with ": ", "#", "{" or "*" in it needs quotes.',
  },
  'yaml-duplicate-key': {
    message: 'The same key is written twice in one mapping.',
    fix: 'Remove or rename one of the two.',
  },
  'yaml-too-deep': {
    message: 'Values are nested more than … levels deep.',
    fix: 'Make the structure flatter.',
  },
  'yaml-circular': {
    message: 'A YAML alias stands inside the value it repeats.',
    fix: 'Write the value out instead of using an alias.',
  },
  'yaml-aliases': {
    message: 'The document has more than … YAML aliases.',
    fix: 'Write repeated values out or split the document.',
  },
  'yaml-unfolds': {
    message: 'Written out, the YAML aliases of this document come to more than … bytes.',
    fix: 'Write the values out instead of nesting aliases.',
  },
  'file-too-big': {
    message: 'The file is larger than … bytes.',
    fix: 'Split it into several files, or raise the bound in switchboard.yaml.',
  },
  'too-many-documents': {
    message: 'The file has more than … documents; those from here on were not read.',
    fix: 'Split it into several files, or raise the bound in switchboard.yaml.',
  },
} as const;
