/** Most octets of a line, its end apart (RFC 5545, 3.1). */
const WIDEST = 75;

/** Characters that no text may hold (3.3.11): controls, but for the tab; line ends are written as `\n`. */
const CONTROLS = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/gu;

/** A text value: backslash, semicolon, comma and line ends are escaped (3.3.11). */
export const escaped = (text: string): string =>
  text
    .toWellFormed()
    .replace(CONTROLS, "")
    .replace(/[\\;,]/gu, (character) => `\\${character}`)
    .replace(/\r\n|\r|\n/gu, "\\n");

/** A line in pieces of at most 75 octets, each further one begun by a blank; no character is cut. */
export function folded(line: string): string {
  const pieces: string[] = [];
  let [piece, octets] = ["", 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > WIDEST) {
      pieces.push(piece);
      [piece, octets] = [" ", 1];
    }
    piece += character;
    octets += size;
  }
  return [...pieces, piece].join("\r\n");
}
