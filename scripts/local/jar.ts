import { crc32 } from 'node:zlib';

const NAME = Buffer.from('META-INF/MANIFEST.MF');
/** A manifest line holds at most 72 bytes with its line end; what is longer goes on after a space. */
const LINE_BYTES = 70;

/** A jar (a zip file) that holds nothing but a manifest, which points to another jar and says what to run. */
export function jarWithManifest(attributes: Record<string, string>): Buffer {
  const lines = Object.entries({ 'Manifest-Version': '1.0', ...attributes }).map(([key, value]) =>
    wrap(`${key}: ${value}`),
  );
  return zipOf(Buffer.from(`${lines.join('\r\n')}\r\n`));
}

function wrap(line: string): string {
  const first = line.slice(0, LINE_BYTES);
  const rest = line.slice(LINE_BYTES).match(new RegExp(`.{1,${LINE_BYTES - 1}}`, 'g')) ?? [];
  return [first, ...rest].join('\r\n ');
}

/** The shortest zip file there is: one entry, stored without compression. */
function zipOf(content: Buffer): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(10, 0); // version needed to read it: 1.0
  common.writeUInt16LE(0x21, 8); // date: 1 January 1980, the first that zip knows
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(content.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(NAME.length, 22);

  const localHeader = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, NAME]);
  const madeBy = Buffer.from([10, 0]);
  // The comment's length, the disk, the attributes and where the entry starts: all 0.
  const directory = Buffer.concat([
    Buffer.from('PK\x01\x02', 'latin1'),
    madeBy,
    common,
    Buffer.alloc(14),
    NAME,
  ]);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(1, 8); // entries on this disk
  end.writeUInt16LE(1, 10); // entries in all
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(localHeader.length + content.length, 16);
  return Buffer.concat([localHeader, content, directory, end]);
}
