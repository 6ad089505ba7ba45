import { none } from "stream-chain";
import streamArray from "stream-json/streamers/stream-array.js";
import { CommandFailure } from "../client/failure.ts";
import { linesOf, type TextLine } from "./lines.ts";
import type { SourceItem } from "./source.ts";
import type { Unpacked } from "./unpacked.ts";

/** Brings one record into the normal form; `order` is its place, from 0. */
export type MapRecord = (given: unknown, order: number) => Pick<SourceItem, "record" | "problems">;

/** Whether the text is a JSON array of records, rather than one record a line. */
export const isArray = (head: Buffer): boolean => /^\s*\[\s*(?:\{|\]|$)/.test(head.toString("utf8"));

/** Records of a file: one JSON object a line (empty lines are nothing), or the elements of one JSON array. */
export const recordsIn = ({ head, bytes }: Unpacked, map: MapRecord): AsyncGenerator<SourceItem, void, undefined> =>
  isArray(head) ? elementsOf(bytes, map) : recordsOf(linesOf(bytes), map);

/** Records one a line. */
export async function* recordsOf(lines: AsyncIterable<TextLine>, map: MapRecord): AsyncGenerator<SourceItem, void, undefined> {
  for await (const line of lines) if (line.text === null || line.text.trim() !== "") yield itemOf(line, map);
}

function itemOf({ line, text, why = "the line cannot be read" }: TextLine, map: MapRecord): SourceItem {
  if (text === null) return { line, record: null, problems: [why] };
  try {
    return { line, ...map(JSON.parse(text), line - 1) };
  } catch (error) {
    if (error instanceof SyntaxError) return { line, record: null, problems: [`malformed JSON: ${error.message}`] };
    throw error;
  }
}

/** The parser: it takes the text piece by piece, and `none` at its end. */
type Feed = (piece: string | typeof none) => AsyncIterable<{ readonly value: unknown }>;

/** Its own types know it as a part of a pipeline only. */
const isFeed = (parser: unknown): parser is Feed => typeof parser === "function";

/** What the array holds, or why it breaks off. */
type Element = { readonly value: unknown } | { readonly why: string };

async function* parsed(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Element, void, undefined> {
  const parser: unknown = streamArray.withParser();
  if (!isFeed(parser)) throw new TypeError("stream-json gave no parser");
  try {
    for await (const text of textsOf(bytes)) yield* parser(text);
  } catch (error) {
    if (error instanceof CommandFailure || !(error instanceof Error)) throw error;
    yield {
      why:
        error instanceof TypeError
          ? "it is not UTF-8 (Latin-1, it seems): convert the file with `iconv -f ISO-8859-1 -t UTF-8`"
          : error.message,
    };
  }
}

async function* textsOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string | typeof none, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
  yield none;
}

/** Elements of an array, one after the other and never all at once; where it breaks off, that is said and the rest is lost. */
async function* elementsOf(bytes: AsyncIterable<Uint8Array>, map: MapRecord): AsyncGenerator<SourceItem, void, undefined> {
  let line = 0;
  for await (const element of parsed(bytes)) {
    line += 1;
    if ("why" in element)
      yield { line, record: null, problems: [`the JSON array breaks off here, and what follows cannot be read: ${element.why}`] };
    else yield { line, ...map(element.value, line - 1) };
  }
}
