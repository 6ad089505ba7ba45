/** One line of a file, counted from 1; `text` is null for one that cannot be looked at, and `why` says what it is. */
export interface TextLine {
  readonly line: number;
  readonly text: string | null;
  readonly why?: string;
}

/** Longer lines are no records; bytes. */
const longestLine = 64 * 1024 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * Splits UTF-8 into lines at LF or CRLF and nowhere else (JSON may contain U+2028 as it is), however the chunks fall.
 * A line that is no UTF-8 is never altered: it is named, and the next ones go on.
 */
export async function* linesOf(
  chunks: AsyncIterable<Uint8Array>,
  longest: number = longestLine,
): AsyncGenerator<TextLine, void, undefined> {
  let line = 0;
  let parts: Uint8Array[] = [];
  let length = 0;
  const ended = (): TextLine => {
    line += 1;
    const whole = length > longest ? null : parts;
    [parts, length] = [[], 0];
    return { line, ...(whole === null ? { text: null, why: "the line is too long to be a record" } : textOf(Buffer.concat(whole))) };
  };
  const take = (bytes: Uint8Array): void => {
    length += bytes.length;
    // Of a line that is too long nothing is kept.
    if (length > longest) parts = [];
    else parts.push(bytes);
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, from)) {
      take(chunk.subarray(from, at));
      yield ended();
      from = at + 1;
    }
    if (from < chunk.length) take(chunk.subarray(from));
  }
  if (length > 0) yield ended();
}

const strictly = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function textOf(bytes: Uint8Array): Pick<TextLine, "text" | "why"> {
  try {
    return { text: strictly.decode(bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes) };
  } catch {
    return { text: null, why: "the line is not UTF-8 (Latin-1, it seems): convert the file with `iconv -f ISO-8859-1 -t UTF-8`" };
  }
}

/** How many lines there are, the last one without an end included. */
export async function countLines(chunks: AsyncIterable<Uint8Array>): Promise<number> {
  let count = 0;
  let endsOpen = false;
  for await (const chunk of chunks) {
    for (let at = chunk.indexOf(lineFeed); at !== -1; at = chunk.indexOf(lineFeed, at + 1)) count += 1;
    endsOpen = chunk.at(-1) !== lineFeed;
  }
  return endsOpen ? count + 1 : count;
}
