/** As much of RFC 6455 as a server needs that speaks with one well-behaved client: whole frames, no extensions. */
export interface Frame {
  kind: 'text' | 'close' | 'ping' | 'pong';
  body: Buffer;
}

const codes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

export function writeFrame({ kind, body }: Frame): Buffer {
  const first = 0x80 | codes[kind];
  if (body.length < 126) return Buffer.concat([Buffer.from([first, body.length]), body]);
  if (body.length < 65_536) return Buffer.concat([Buffer.from([first, 126, body.length >> 8, body.length & 0xff]), body]);
  const head = Buffer.alloc(10);
  head.writeUInt8(first, 0);
  head.writeUInt8(127, 1);
  head.writeBigUInt64BE(BigInt(body.length), 2);
  return Buffer.concat([head, body]);
}

/** Takes whole frames from the front of what has arrived; gives them and what is left. */
export function readFrames(arrived: Buffer): { frames: Frame[]; rest: Buffer } {
  const frames: Frame[] = [];
  let rest = arrived;
  for (let one = readFrame(rest); one; one = readFrame(rest)) {
    frames.push(one.frame);
    rest = rest.subarray(one.bytes);
  }
  return { frames, rest };
}

function readFrame(data: Buffer): { frame: Frame; bytes: number } | undefined {
  if (data.length < 2) return undefined;
  const short = data.readUInt8(1) & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (data.length < 2 + lengthBytes) return undefined;
  const length = short === 126 ? data.readUInt16BE(2) : short === 127 ? Number(data.readBigUInt64BE(2)) : short;
  const from = 2 + lengthBytes + 4;
  if (data.length < from + length) return undefined;
  const mask = data.subarray(from - 4, from);
  const body = Buffer.from(data.subarray(from, from + length).map((byte, at) => byte ^ (mask[at % 4] ?? 0)));
  const code = data.readUInt8(0) & 0x0f;
  const kind = (Object.keys(codes) as (keyof typeof codes)[]).find((name) => codes[name] === code);
  if (!kind) throw new Error(`No client of ours sends frames of kind ${code}.`);
  return { frame: { kind, body }, bytes: from + length };
}
