import type { DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const [first, second] = ["35000000-0000-4000-8000-000000000001", "35000000-0000-4000-8000-000000000002"] as const;
const [checkout, search] = ["20000000-0000-4000-8000-000000000001", "20000000-0000-4000-8000-000000000002"] as const;
const content = (objectiveId: string, name: string, serviceId: string): DataOf<"ObjectiveDefined"> => ({
  objectiveId, name, parts: [{ serviceId, component: null, share: 100_000 }], target: 99_800, window: { kind: "rolling", days: 30 },
  weights: { critical: 100_000, major: 100_000, minor: 0 }, overlap: "max", maintenance: "excluded", ownerId: null,
});

describe("objectives", () => {
  it("are what was said of them last, by name; what is retired only when asked for; of one service; found by their names", () => {
    const history = recordedHistory();
    const events = [
      history.add(["objective", first], { type: "ObjectiveDefined", data: content(first, "Shop", checkout) }),
      history.add(["objective", second], { type: "ObjectiveDefined", data: content(second, "Finding things", search) }),
    ];
    const changed = history.add(["objective", first], {
      type: "ObjectiveChanged", data: { ...content(first, "Shop", checkout), target: 99_900, reason: "the contract" },
    });
    const retired = history.add(["objective", second], { type: "ObjectiveRetired", data: { objectiveId: second, reason: "merged" } });
    const before = folded(events).objectives;
    expect(before.all().map(({ name }) => name)).toEqual(["Finding things", "Shop"]);
    const { objectives, search: texts } = folded([...events, changed, retired]);
    expect(objectives.get(first)).toMatchObject({
      target: 99_900, retired: null, definedAt: events[0]?.metadata.occurredAt, changedAt: changed.metadata.occurredAt,
    });
    expect(objectives.get(second)).toMatchObject({ retired: "merged" });
    expect(objectives.all().map(({ id }) => id)).toEqual([first]);
    expect(objectives.all({ retired: true }).map(({ id }) => id)).toEqual([second, first]);
    expect(objectives.all({ retired: true, serviceId: search }).map(({ id }) => id)).toEqual([second]);
    expect(objectives.get(first, { position: events[1]?.position ?? "" })).toMatchObject({ target: 99_800 });
    expect(texts.find({ text: "shop", viewer: "all" })).toMatchObject([{ kind: "objective", id: first, title: "Shop" }]);
  });
});
