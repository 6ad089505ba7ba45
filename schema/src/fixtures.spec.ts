import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decode } from "./decode.ts";
import { allDefinitions, definitionOf } from "./events/index.ts";

/**
 * One stored event of every type and version that was ever written, as it stands in somebody's log. The folder is
 * append-only: a file is added with a new event or version and never changed again. A change that a file does not
 * survive needs a new version with an upcast.
 */
const folder = new URL("../fixtures/", import.meta.url);
const files = readdirSync(folder).toSorted();
const storedEvent = z.strictObject({
  type: z.string(), data: z.record(z.string(), z.unknown()), metadata: z.looseObject({ schemaVersion: z.int() }),
});
const read = (file: string) => storedEvent.parse(JSON.parse(readFileSync(new URL(file, folder), "utf8")));

describe("stored events of every version", () => {
  it("are there for each event and each of its versions", () => {
    const expected = allDefinitions().flatMap(({ type, version }) =>
      Array.from({ length: version }, (_, index) => `${type}.v${index + 1}.json`),
    );
    expect(files).toEqual(expected.toSorted());
  });

  it("name no version in their type: a new shape is a version of it, a new meaning another type", () => {
    expect(allDefinitions().map(({ type }) => type).filter((type) => !/^[A-Z][A-Za-z]+$/.test(type) || /V$/.test(type))).toEqual([]);
  });

  it.each(files)("%s can still be read", (file) => {
    const stored = read(file);
    expect(`${stored.type}.v${stored.metadata.schemaVersion}.json`).toBe(file);
    const decoded = decode(stored);
    expect(decoded.kind === "known" ? "known" : decoded.why).toBe("known");
    if (decoded.kind !== "known") return;
    // Reading back loses nothing; only a newer version may add to the payload.
    expect(decoded.metadata).toEqual(stored.metadata);
    if (stored.metadata.schemaVersion === definitionOf(stored.type)?.version) expect(decoded.event.data).toEqual(stored.data);
  });
});
