/** One line of a file, counted from 1; `text` is null for one that is too long to be looked at. */
export interface TextLine {
  readonly line: number;
  readonly text: string | null;
}

/** Longer lines are no records; characters. */
const longestLine = 64 * 1024 * 1024;

/**
 * Splits bytes into lines at LF or CRLF and nowhere else (JSON may contain U+2028 as it is), however the chunks fall.
 * A byte order mark is dropped; bytes that are no UTF-8 become U+FFFD.
 */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, longest: number = longestLine): AsyncGenerator<TextLine, void, undefined> {
  const decoder = new TextDecoder("utf-8");
  let line = 0;
  let rest = "";
  let isTooLong = false;
  for await (const chunk of chunks) {
    const parts = decoder.decode(chunk, { stream: true }).split("\n");
    const last = parts.pop() ?? "";
    for (const part of parts) {
      line += 1;
      yield { line, text: isTooLong || rest.length + part.length > longest ? null : withoutReturn(rest + part) };
      rest = "";
      isTooLong = false;
    }
    isTooLong ||= rest.length + last.length > longest;
    rest = isTooLong ? "" : rest + last;
  }
  rest += decoder.decode();
  if (rest !== "" || isTooLong) yield { line: line + 1, text: isTooLong ? null : withoutReturn(rest) };
}

const withoutReturn = (text: string): string => (text.endsWith("\r") ? text.slice(0, -1) : text);

const lineFeed = 0x0a;

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
