import { command } from "@ballast/schema/graphql";
import { describe, expect, it } from "vitest";
import { freshKey } from "./command.ts";
import { slices } from "../slices.ts";
import { together } from "../app/slice.ts";
import { globalId, ownId } from "./globalId.ts";
import { viewOfStream } from "./kinds.ts";
import { readKey } from "./read.ts";
import { count, counted, latency, sentence, told } from "./words.ts";

describe("figures in words", () => {
  it("counts and measures", () => {
    expect([latency(212.4), latency(1_900), latency(null)]).toEqual(["212 ms", "1.9 s", "–"]);
    expect([count(11_904), counted(0, "commit"), counted(1, "commit"), counted(1_204, "commit")]).toEqual([
      "11,904", "no commits", "1 commit", "1,204 commits",
    ]);
    expect([told(1, "deploy"), told(12, "deploy")]).toEqual(["one deploy", "12 deploys"]);
    expect(sentence("errors 6.1 → 0.4 % in 40 s")).toBe("Errors 6.1 → 0.4 % in 40 s.");
  });
});

describe("ids", () => {
  const kinds = { records: together(slices, ({ records }) => records) };
  const uuid = "c5999e01-abfa-5009-a513-b9094c605918";
  it("are read and made as the API does", () => {
    expect(ownId(globalId("Deploy", uuid))).toBe(uuid);
    expect(ownId("checkout")).toBeNull();
    expect(ownId("not an id!")).toBeNull();
  });

  it("lead from a stream to its page", () => {
    expect(viewOfStream(`deploy-${uuid}`, kinds)).toBe(`/deploys/${globalId("Deploy", uuid)}`);
    expect(viewOfStream(`lane-${uuid}`, kinds)).toBeNull();
  });
});

describe("commands", () => {
  it("ask by their own name for what stands, and for the record", () => {
    const pause = command("pauseDeploy", "deploy { id }");
    expect(pause.document.name).toBe("PauseDeploy");
    expect(pause.document.text).toContain("pauseDeploy(input: $input) { position behind replayed deploy { id } }");
  });

  it("have a key that nobody else has", () => {
    expect(freshKey()).toMatch(/^[0-9a-f]{32}$/u);
    expect(freshKey()).not.toBe(freshKey());
  });
});

it("keeps what is read as of different moments apart", () => {
  expect(readKey({ name: "Now" }, {}, undefined)).not.toEqual(readKey({ name: "Now" }, {}, { position: "9" }));
});
