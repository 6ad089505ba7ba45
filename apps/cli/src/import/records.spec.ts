import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { countLines, linesOf } from "./lines.ts";
import { likenessOf } from "./looksLike.ts";
import { recordsIn } from "./records.ts";
import { unpacked } from "./unpacked.ts";

async function gathered<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The bytes in chunks of this size: nothing may depend on where they fall. */
async function* bytes(given: string | Uint8Array, size = 3): AsyncGenerator<Uint8Array, void, undefined> {
  const all = typeof given === "string" ? Buffer.from(given) : given;
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

/** What each record was told to be, or why it cannot be used. */
const read = async (given: string | Uint8Array, size?: number) =>
  (await gathered(recordsIn(await unpacked(bytes(given, size)), (value) => ({ record: null, problems: [JSON.stringify(value)] })))).map(
    ({ line, problems }) => [line, problems[0]],
  );

const utf16 = (text: string, { big = false, mark = true } = {}): Buffer => {
  const little = Buffer.from(`${mark ? "\uFEFF" : ""}${text}`, "utf16le");
  return big ? little.swap16() : little;
};

describe("lines of a file", () => {
  it("come out whole however the chunks fall, letters of several bytes included", async () => {
    const text = "eins\r\nzw\u00e9i\u2028bleibt\n\n\u{1F600}";
    const expected = [
      { line: 1, text: "eins" },
      { line: 2, text: "zw\u00e9i\u2028bleibt" },
      { line: 3, text: "" },
      { line: 4, text: "\u{1F600}" },
    ];
    for (let size = 1; size <= Buffer.byteLength(text); size += 1) {
      expect(await gathered(linesOf(bytes(text, size)))).toEqual(expected);
      expect(await countLines(bytes(text, size))).toBe(4);
    }
  });

  it("that are too long are named, and the next ones go on", async () => {
    expect(
      (await gathered(linesOf(bytes("ok\nxxxxxxxxxxxxxxxx\nok\nyyyyyyyyyyyyyyyy"), 8))).map(({ line, text, why }) => [line, text, why]),
    ).toEqual([
      [1, "ok", undefined],
      [2, null, "the line is too long to be a record"],
      [3, "ok", undefined],
      [4, null, "the line is too long to be a record"],
    ]);
  });

  it("in Latin-1 are named and never altered, and the others go on", async () => {
    const lines = Buffer.concat([Buffer.from('{"a":"é"}\n'), Buffer.from('{"a":"é"}\n', "latin1"), Buffer.from('{"a":2}\n')]);
    expect(await read(lines)).toEqual([
      [1, '{"a":"é"}'],
      [2, expect.stringContaining("iconv -f ISO-8859-1 -t UTF-8")],
      [3, '{"a":2}'],
    ]);
  });
});

describe("records", () => {
  const text = "{\"a\":\"é\"}\r\n\n{\"a\":2}";
  const expected = [[1, "{\"a\":\"é\"}"], [3, "{\"a\":2}"]];

  it.each<[string, string | Uint8Array]>([
    ["plain", text],
    ["with a byte order mark", `\uFEFF${text}`],
    ["in UTF-16 with a mark", utf16(text)],
    ["in UTF-16, the other way round", utf16(text, { big: true })],
    ["in UTF-16 without a mark", utf16(text, { mark: false })],
    ["the other way round without a mark", utf16(text, { big: true, mark: false })],
    ["compressed", gzipSync(text)],
    ["compressed twice, in UTF-16", gzipSync(gzipSync(utf16(text)))],
  ])("are read %s", async (_, given) => {
    for (const size of [1, 3, 1_000]) expect(await read(given, size)).toEqual(expected);
  });

  it("come one by one from whoever writes slowly: nothing is waited for that is not there yet", async () => {
    async function* slowly(): AsyncGenerator<Uint8Array, void, undefined> {
      yield Buffer.from("{\"a\":1}\n");
      throw new Error("asked for more before the first record was given");
    }
    const records = recordsIn(await unpacked(slowly()), (value) => ({ record: null, problems: [JSON.stringify(value)] }));
    expect(await records.next()).toMatchObject({ value: { line: 1, problems: ["{\"a\":1}"] } });
  });

  it("are the elements of an array, over as many lines as it takes", async () => {
    const array = '\n [\n  {"a": "[{\\"é"},\n  {"a": {"b": [1, 2]}},\n  7\n]\n';
    for (const size of [1, 5, 1_000])
      expect(await read(array, size)).toEqual([
        [1, '{"a":"[{\\"é"}'],
        [2, '{"a":{"b":[1,2]}}'],
        [3, "7"],
      ]);
    expect(await read("[]")).toEqual([]);
  });

  it("before the place where an array breaks off are used, and that is said", async () => {
    expect(await read('[{"a":1}, {"a":')).toEqual([
      [1, '{"a":1}'],
      [2, expect.stringMatching(/^the JSON array breaks off here/)],
    ]);
    expect(await read('[{"a":1},\n', 1_000)).toEqual([
      [1, '{"a":1}'],
      [2, expect.stringMatching(/^the JSON array breaks off here/)],
    ]);
    expect(await read(Buffer.from('[{"a":1},{"a":"é"}]', "latin1"))).toEqual([
      [1, '{"a":1}'],
      [2, expect.stringContaining("iconv")],
    ]);
    expect(await read('[{"a":1} oops')).toEqual([
      [1, '{"a":1}'],
      [2, expect.stringMatching(/^the JSON array breaks off here/)],
    ]);
  });

  it("of a damaged archive are refused with what it is", async () => {
    await expect(read(gzipSync('{"a":1}\n'.repeat(1_000)).subarray(0, 30))).rejects.toMatchObject({
      message: expect.stringMatching(/^The gzip file is damaged or cut off/),
    });
  });
});

describe("a file of which nothing could be used", () => {
  it.each([
    ["", "is empty"],
    ["  \n", "is empty"],
    ["<!DOCTYPE html><title>x", "looks like a web page"],
    ["<?xml version='1.0'?>", "looks like XML"],
    ["PK\u0003\u0004", "looks like a zip archive or a spreadsheet"],
    ['{"page": {"id": 1}, "incidents": []}', "looks like a status page's JSON"],
    ['{\n  "incident": 1\n}', "looks like one JSON object over several lines"],
    ["id,title,started at\n1,Slow,2024-01-01\n", "looks like CSV"],
    ["id;title\r\n1;x", "looks like CSV"],
    ["- id: 1\n  title: x\n", "looks like YAML"],
    ["---\nincidents:\n", "looks like YAML"],
    ["\u0001\u0000\u0002binary", "looks like no text"],
    ['{"id": 1}\n', "has no record that can be used"],
    ["Incidents of last year", "is no JSON"],
  ])("%j %s", (text, what) => {
    const { what: said, remedy } = likenessOf(Buffer.from(text));
    expect(said).toBe(what);
    expect(remedy).not.toBe("");
  });
});
