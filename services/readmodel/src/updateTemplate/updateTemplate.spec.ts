import type { DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const [first, second] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"] as const;
const said = (updateTemplateId: string, name: string, body: string): DataOf<"UpdateTemplateWritten"> =>
  ({ updateTemplateId, name, visibility: "internal", state: "Fixing", body, nextUpdateInMinutes: null });

describe("templates of updates", () => {
  it("are what was said of them last, by name, and found by their words; a removed one is in no list", () => {
    const history = recordedHistory();
    history.add(["updateTemplate", first], { type: "UpdateTemplateWritten", data: said(first, "We know it", "It is the queue.") });
    history.add(["updateTemplate", second], { type: "UpdateTemplateWritten", data: said(second, "a first word", "We look.") });
    history.add(["updateTemplate", first], { type: "UpdateTemplateWritten", data: said(first, "We know it", "It drains by itself.") });
    const { updateTemplates, search } = folded(history.events);
    expect(updateTemplates.get(first)).toMatchObject({ name: "We know it", body: "It drains by itself." });
    expect(updateTemplates.all().map(({ id }) => id)).toEqual([second, first]);
    expect(search.find({ text: "drains", viewer: "all" })).toMatchObject([{ kind: "updateTemplate", id: first }]);
    const before = history.events.at(-1)?.position ?? "";
    history.add(["updateTemplate", first], { type: "UpdateTemplateRemoved", data: { updateTemplateId: first, reason: "another one" } });
    const after = folded(history.events);
    expect(after.updateTemplates.all().map(({ id }) => id)).toEqual([second]);
    expect(after.updateTemplates.all({ position: before })).toHaveLength(2);
    expect(after.updateTemplates.get(first)).toMatchObject({ removed: "another one", body: "It drains by itself." });
    expect(after.search.find({ text: "drains", viewer: "all" })).toMatchObject([{ id: first, detail: "removed" }]);
  });
});
