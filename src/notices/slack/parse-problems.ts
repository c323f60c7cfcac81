/** What somebody wants to do about problems. */
export type ProblemsAsked =
  | { what: 'list'; of: 'mine' }
  | { what: 'list'; of: 'all' | 'strays' }
  | { what: 'list'; of: 'team' | 'source' | 'either'; name: string }
  | { what: 'mute' | 'unmute'; name: string };

/** Pure. Reads `[mine | strays | team <x> | source <x> | mute <x> | unmute <x>]`, said a little more freely. */
export function parseProblems(text: string): ProblemsAsked {
  const words = text.trim().split(/\s+/).filter(Boolean);
  while (/^(of|in|for|from|with|the)$/i.test(words[0] ?? '') && words.length > 1) words.shift();
  const [first = '', ...rest] = words;
  const name = (from: readonly string[]) => from.filter((word) => !/^(for|of|the|team|group)$/i.test(word)).join(' ');
  switch (first.toLowerCase()) {
    case '':
    case 'all':
    case 'everything':
      return { what: 'list', of: 'all' };
    case 'mine':
    case 'my':
    case 'our':
    case 'us':
    case 'me':
      return { what: 'list', of: 'mine' };
    case 'strays':
      return { what: 'list', of: 'strays' };
    case 'team':
    case 'group':
      return { what: 'list', of: 'team', name: name(rest) };
    case 'source':
      return { what: 'list', of: 'source', name: rest.join(' ') };
    case 'mute':
      return { what: 'mute', name: name(rest) };
    case 'unmute':
      return { what: 'unmute', name: name(rest) };
    default:
      return { what: 'list', of: 'either', name: words.join(' ') };
  }
}
