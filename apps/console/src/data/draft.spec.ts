import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { draftsBelongTo, forgetDraft, forgetDrafts, keepDraft, readDraft } from "../api/draftStore.ts";
import { keepField, keepKey, keptField, keptKey, openedField } from "./draft.ts";
import type { DraftHandle } from "./draft.ts";

/** A window's storage; `full` refuses what does not fit. */
function storageOf(full = false): Storage {
  const kept = new Map<string, string>();
  const storage: Storage = {
    get length() { return kept.size; },
    clear: () => kept.clear(),
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    removeItem: (key) => { kept.delete(key); Reflect.deleteProperty(storage, key); },
    setItem: (key, value) => {
      if (full) throw new DOMException("full", "QuotaExceededError");
      kept.set(key, value);
      Object.defineProperty(storage, key, { value, enumerable: true, configurable: true });
    },
  };
  return storage;
}

const handle = (name: string): DraftHandle => ({
  name, restoredAt: null, starts: 0, expects: undefined, changes: [], startAfresh: () => undefined,
  sent: () => undefined, takeIn: () => undefined, tellMoved: () => undefined,
});

/** The page is loaded again: memory is gone, the window's storage stays. */
async function reloaded(): Promise<typeof import("../api/draftStore.ts")> {
  vi.resetModules();
  return import("../api/draftStore.ts");
}

beforeEach(() => vi.stubGlobal("sessionStorage", storageOf()));
afterEach(() => {
  forgetDrafts();
  vi.unstubAllGlobals();
});

describe("a draft", () => {
  it("holds what was typed through a reload, until it is sent", async () => {
    keepField("update|INC-1", "body", { value: "Half of the customers", initial: "" });
    keepField("update|INC-1", "next", { value: "20", initial: "20" });
    const again = await reloaded();
    expect(again.readDraft("update|INC-1")?.fields).toEqual({ body: "Half of the customers" });
    again.forgetDraft("update|INC-1");
    expect((await reloaded()).readDraft("update|INC-1")).toBeUndefined();
  });

  it("belongs to one dialog and record", () => {
    keepField("update|INC-1", "body", { value: "one", initial: "" });
    expect(keptField("update|INC-2", "body", "")).toBe("");
    expect(keptField("update|INC-1", "body", "")).toBe("one");
  });

  it("is none when everything is as it was, or when it was kept in another shape", () => {
    keepField("a", "body", { value: "one", initial: "" });
    keepField("a", "body", { value: "", initial: "" });
    expect(readDraft("a")).toBeUndefined();
    keepField("a", "body", { value: { old: true }, initial: "" });
    expect(keptField("a", "body", "")).toBe("");
  });

  it("stays in memory where storage is full, forbidden, or holds nonsense", () => {
    vi.stubGlobal("sessionStorage", storageOf(true));
    keepField("a", "body", { value: "long", initial: "" });
    expect(keptField("a", "body", "")).toBe("long");
    forgetDraft("a");
    vi.stubGlobal("sessionStorage", storageOf());
    for (const text of ["{", "[]", '{"at":1}', '{"at":1,"fields":[],"keys":{}}']) {
      sessionStorage.setItem("ballast.draft.b", text);
      expect(readDraft("b")).toBeUndefined();
    }
  });

  it("keeps the key of a command whose answer was lost, so that given again it is carried out once", () => {
    keepKey(handle("a"), "postUpdate", "k-1");
    expect(keptKey(handle("a"), "postUpdate")).toBe("k-1");
    keepKey(handle("a"), "postUpdate", null);
    expect(readDraft("a")).toBeUndefined();
  });

  it("keeps what it began from: whoever takes it up again sees what others wrote since", async () => {
    keepField("page|public", "asked", { value: { name: "Ours", about: "" }, initial: { name: "Shop", about: "" } });
    const theirs = { name: "Theirs", about: "" };
    expect(openedField("page|public", "asked", theirs)).toEqual({ first: { name: "Shop", about: "" }, value: { name: "Ours", about: "" } });
    expect((await reloaded()).readDraft("page|public")?.initials).toEqual({ asked: { name: "Shop", about: "" } });
    // Nobody touched it: as others wrote it.
    expect(openedField("page|public", "reason", "theirs")).toEqual({ first: "theirs", value: "theirs" });
  });

  it("is nobody else's: another person in this window finds none", () => {
    draftsBelongTo("ana");
    keepDraft("a", { at: 1, fields: { body: "private" }, keys: {} });
    draftsBelongTo("ana");
    expect(readDraft("a")).toBeDefined();
    draftsBelongTo("jo");
    expect(readDraft("a")).toBeUndefined();
  });
});

describe("every dialog of a command", () => {
  const folder = new URL("../", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".tsx") && !file.includes("story"),
  );
  const dialogs = files.flatMap((file) =>
    readFileSync(new URL(file, folder), "utf8").split(/^(?=(?:export )?function )/mu).flatMap((text) => {
      const name = /^(?:export )?function (\w+)/u.exec(text)?.[1];
      return name === undefined || !text.includes("<ConfirmCommand") ? [] : [[name, file, text] as const];
    }),
  );
  /** Secrets are kept nowhere; what a deploy or a rollback goes to is chosen anew each time, by how it stands then. */
  const notKept = /const \[(password|current|chat|push|pagerDuty|webhookUrl|signingSecret|url|to|stay|version|environment), set\w+\] = useState/gu;

  it("is found", () => expect(dialogs.length).toBeGreaterThan(35));

  it.each(dialogs)("%s (%s) keeps what is typed", (_name, _file, text) => {
    expect(text.replaceAll(notKept, "").match(/\buseState\b/gu) ?? []).toEqual([]);
  });

  it.each(dialogs)("%s (%s) sends the revision that its fields are of, never another one", (_name, _file, text) => {
    // A revision given by hand is that of the last reading, whatever stands in the fields by then: the draft has the one they are of.
    if (!text.includes("draft={null}")) expect(text.match(/(?<!seenRevision: \w+)\??\.revision\b/gu) ?? []).toEqual([]);
  });

  /** What a field begins from that is no record's: what is asked for as the dialog opens, a constant, a usual value. */
  const fromNoRecord = /^(?:""|"[^"]*"|[\d_]+|true|false|null|\[\]|\{\}|\["\w+"\]|empty\w*|no\w+|usual\w*(?:\.\w+)?|about\..*|\(\) => (?:Intl|new Date).*|training\.missing.*|before|now|first.*)$/u;

  it.each(dialogs)("%s (%s) says what others changed of what it edits", (_name, _file, text) => {
    const fields = text.matchAll(/useDraftState(?:<[^(]*>)?\(\s*\w+,\s*"\w+",\s*([^\n]*?)\s*,?\s*\);/gu);
    const initials = [...fields].map(([, initial = ""]) => initial);
    const edited = initials.filter((initial) => !fromNoRecord.test(initial));
    if (!text.includes("useDraftOf(")) expect(edited).toEqual([]);
  });
});
