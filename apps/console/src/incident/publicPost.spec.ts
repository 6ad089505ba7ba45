import { describe, expect, it } from "vitest";
import type { IncidentRecord } from "./incidentDocuments.ts";
import { publicWords } from "./publicPost.ts";
import { undoable } from "./UndoStrip.tsx";

const place = (name: string, told: { mail: number; chat: number; webhook: number }) =>
  ({ page: { id: name, name }, components: ["Search"], title: "Search is slow", told });
const said = (...places: ReturnType<typeof place>[]): string =>
  publicWords({ silent: null, title: null, undoSeconds: 10, places });

describe("the second look before something is published", () => {
  it("says who reads it and who is sent it, how many by which channel, and how long it can be taken back", () => {
    expect(said(place("Marlow status", { mail: 1_204, chat: 1, webhook: 2 }))).toBe(
      "It stands at once on Marlow status (Search), for everybody, in feeds and files too. "
        + "It is sent to 1204 by mail, 1 chat and 2 programs after 10 seconds, in which you can take it back.",
    );
    expect(said(place("Marlow", { mail: 3, chat: 0, webhook: 0 }), place("Partner", { mail: 0, chat: 2, webhook: 0 }))).toMatch(
      /It is sent to 3 by mail of Marlow, and 2 chats of Partner after 10 seconds/u,
    );
    expect(said(place("Marlow", { mail: 0, chat: 0, webhook: 0 }))).toMatch(/Nobody has asked to be sent it\.$/u);
    expect(publicWords({ silent: "It is private.", title: null, undoSeconds: 10, places: [] })).toBe("It is private.");
  });
});

describe("what was just published", () => {
  const at = Date.parse("2026-03-01T10:00:00.000Z");
  const update = (id: string, visibility: "public" | "internal", seconds: number): IncidentRecord["updates"][number] =>
    ({ id, visibility, at: new Date(at + seconds * 1_000).toISOString(), status: "identified", body: "x", by: null });

  it("can be taken back for ten seconds, whatever was said inside since, also where the server's clock is a little ahead", () => {
    const updates = [update("old", "public", -600), update("new", "public", 0), update("inside", "internal", 3)];
    expect(undoable(updates, at + 4_000)).toMatchObject({ update: { id: "new" }, leftMs: 6_000 });
    expect(undoable(updates, at - 2_000)).toMatchObject({ leftMs: 10_000 });
    expect(undoable(updates, at + 10_000)).toBeNull();
    expect(undoable([update("inside", "internal", 0)], at)).toBeNull();
    expect(undoable(updates, at - 3_600_000)).toBeNull();
  });
});
