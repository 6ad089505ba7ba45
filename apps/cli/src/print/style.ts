import { styleText } from "node:util";

/** Colours where a person reads along; plain text in files and pipes, unless FORCE_COLOR asks for them, and with NO_COLOR. */
function isColoured(): boolean {
  const { NO_COLOR: not = "", FORCE_COLOR: force, TERM: terminal } = process.env;
  if (not !== "") return false;
  if (force !== undefined) return force !== "0" && force !== "false";
  return process.stdout.isTTY && terminal !== "dumb";
}

const painted =
  (format: Parameters<typeof styleText>[0]) =>
  (text: string): string =>
    isColoured() ? styleText(format, text, { validateStream: false }) : text;

export const bold = painted("bold");
export const dim = painted("dim");
const green = painted("green");
const yellow = painted("yellow");
const red = painted("red");
const blue = painted("blue");

/** What a state means for a person: a shape and a word, the colour only repeats it. */
export type Tone = "good" | "attention" | "bad" | "moving" | "idle";

const shapes: Readonly<Record<Tone, readonly [string, (text: string) => string]>> = {
  good: ["●", green], attention: ["▲", yellow], bad: ["■", red], moving: ["◆", blue], idle: ["▬", dim],
};

/** "● live": shape, word and colour. */
export function mark(tone: Tone, word: string): string {
  const [shape, paint] = shapes[tone];
  return paint(`${shape} ${word}`);
}
