import { isIPv4, isIPv6 } from 'node:net';

export type AddressClass = 'public' | 'private' | 'loopback' | 'link-local' | 'reserved';

/**
 * What an IP address is for, after IANA's special-purpose registries; IPv4 carried in IPv6 (mapped, compatible,
 * NAT64, 6to4) is judged as that IPv4. Anything that is not an address is `reserved`.
 */
export function classifyAddress(address: string): AddressClass {
  const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
  if (isIPv4(plain)) return classify4(plain.split('.').map(Number));
  if (isIPv6(plain)) return classify6(groupsOf(plain));
  return 'reserved';
}

function classify4([a = 0, b = 0, c = 0]: number[]): AddressClass {
  if (a === 127) return 'loopback';
  if (a === 169 && b === 254) return 'link-local';
  if (a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168)) return 'private';
  // Carrier-grade NAT: inside some clouds these are neighbours, so they count as private.
  if (a === 100 && b >= 64 && b <= 127) return 'private';
  if (a === 0 || a >= 224) return 'reserved';
  if (a === 192 && b === 0 && (c === 0 || c === 2)) return 'reserved';
  if (a === 198 && (b === 18 || b === 19 || (b === 51 && c === 100))) return 'reserved';
  if (a === 203 && b === 0 && c === 113) return 'reserved';
  return 'public';
}

function classify6(groups: number[]): AddressClass {
  const [a = 0, b = 0, c = 0] = groups;
  const carried = carried4(groups);
  if (carried) return classify4(carried);
  if (groups.slice(0, 7).every((group) => group === 0)) return groups[7] === 1 ? 'loopback' : 'reserved';
  if ((a & 0xffc0) === 0xfe80) return 'link-local';
  if ((a & 0xfe00) === 0xfc00 || (a & 0xffc0) === 0xfec0) return 'private';
  if (a === 0x2001 && b === 0xdb8) return 'reserved';
  if (a === 0x64 && b === 0xff9b && c === 1) return 'private';
  return (a & 0xe000) === 0x2000 ? 'public' : 'reserved';
}

function carried4(groups: number[]): number[] | undefined {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = groups;
  const bytes = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255];
  const zeroes = a === 0 && b === 0 && c === 0 && d === 0;
  if (zeroes && e === 0 && f === 0xffff) return bytes(g, h);
  if (zeroes && e === 0xffff && f === 0) return bytes(g, h);
  if (zeroes && e === 0 && f === 0 && g !== 0) return bytes(g, h);
  if (a === 0x64 && b === 0xff9b && c === 0 && d === 0 && e === 0 && f === 0) return bytes(g, h);
  if (a === 0x2002) return bytes(b, c);
  return undefined;
}

/** Eight 16-bit groups of an address known to be IPv6. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const hex = (high: string | undefined, low: string | undefined) => (Number(high) * 256 + Number(low)).toString(16);
  const text = dotted ? `${dotted[1]}${hex(dotted[2], dotted[3])}:${hex(dotted[4], dotted[5])}` : address;
  const [head = '', tail] = text.split('::');
  const read = (part: string) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16)));
  const left = read(head);
  if (tail === undefined) return left;
  const right = read(tail);
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}
