import { namedCountingRules, type DataOf } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const [first, second, component] = [1, 2, 3].map((n) => `90000000-0000-4000-8000-00000000000${String(n)}`) as [string, string, string];
const content = (statusPageId: string, slug: string, name: string): DataOf<"StatusPageDefined"> => ({
  statusPageId, slug, name, about: "", timeZone: "UTC", language: "en", rule: namedCountingRules.statuspage, logoUrl: null, address: null,
});

describe("status pages", () => {
  it("are as they were said last, by name and slug; what is retired only when asked for; found by their components", () => {
    const history = recordedHistory();
    const events = [
      history.add(["statusPage", first], { type: "StatusPageDefined", data: content(first, "public", "Shop status") }),
      history.add(["statusPage", second], { type: "StatusPageDefined", data: content(second, "partners", "Partners") }),
      history.add(["statusPage", first], {
        type: "PageComponentPlaced",
        data: {
          statusPageId: first, componentId: component, name: "Zahlungen", about: "", groupId: null, order: 0, serviceId: second,
          component: null, startedAt: null, onlyWhenHurt: false,
        },
      }),
    ];
    const held = history.add(["statusPage", first], {
      type: "ComponentStatusSet", data: { statusPageId: first, componentId: component, status: "degraded", reason: "the provider" },
    });
    const retired = history.add(["statusPage", second], { type: "StatusPageRetired", data: { statusPageId: second, reason: "merged" } });
    const { statusPages, search } = folded([...events, held, retired]);
    expect(statusPages.bySlug("public")).toMatchObject({
      id: first, definedAt: events[0]?.metadata.occurredAt, changedAt: held.metadata.occurredAt,
      components: [{ name: "Zahlungen", held: { status: "degraded" } }],
    });
    expect(statusPages.bySlug("public", { position: events[2]?.position ?? "" })).toMatchObject({ components: [{ held: null }] });
    expect(statusPages.all().map(({ slug }) => slug)).toEqual(["public"]);
    expect(statusPages.all({ retired: true }).map(({ slug }) => slug)).toEqual(["partners", "public"]);
    expect(search.find({ text: "zahlungen", viewer: "all" })).toMatchObject([{ kind: "statusPage", id: first, title: "Shop status" }]);
  });
});
