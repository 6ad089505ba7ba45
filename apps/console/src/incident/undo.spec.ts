import { expect, it } from "vitest";
import type { RelatedChange } from "./aroundDocuments.ts";
import { undoOf, undosOf } from "./undo.ts";

const by = { name: "Ada", means: "console", person: null, onBehalfOf: null };
const release = (version: string) => ({ id: version, version });

function change(
  state: RelatedChange["deploy"]["state"],
  preview: { from?: string; allowed?: boolean } = {},
  link: RelatedChange["link"] = null,
): Pick<RelatedChange, "deploy" | "link"> {
  return {
    link,
    deploy: {
      id: "d",
      version: "v2",
      environment: "production",
      kind: "deploy",
      state,
      sentence: "v2 was rolled back: errors 6.1 → 0.4 % in 40 s.",
      requestedAt: "2026-11-23T14:00:00Z",
      effect: null,
      service: { id: "s", slug: "search", name: "Search" },
      requestedBy: by,
      commits: [],
      lane: {
        rollbackPreview: {
          allowed: preview.allowed ?? true, refusal: null, target: release("v1"), from: release(preview.from ?? "v2"),
          sentence: "Everyone gets v1.", affectedPercent: 100, affectedCustomers: 0, removedCommits: [], lastDurationMs: 800, warnings: [],
        },
      },
    },
  };
}

it("is offered while the release still reaches somebody", () => {
  expect(undoOf(change("succeeded"))).toEqual({ kind: "offered", sentence: "Everyone gets v1.", lastMs: 800, target: "v1" });
  expect(undoOf(change("succeeded", { from: "v3" }))).toEqual({ kind: "none" });
  expect(undoOf(change("succeeded", { allowed: false }))).toEqual({ kind: "none" });
  expect(undoOf(change("succeeded", {}, "ruledOut")), "nobody wants it back").toEqual({ kind: "none" });
});

it("tells what undoing it did once it is undone", () => {
  expect(undoOf(change("rolledBack"))).toEqual({ kind: "undone", sentence: "v2 was rolled back: errors 6.1 → 0.4 % in 40 s." });
});

it("offers no healthy release for going back once the suspect is back, but what somebody blames as well", () => {
  expect(undosOf([change("rolledBack"), change("succeeded")]).map(({ kind }) => kind)).toEqual(["undone", "none"]);
  expect(undosOf([change("rolledBack"), change("succeeded", {}, "contributed")]).map(({ kind }) => kind)).toEqual(["undone", "offered"]);
  expect(undosOf([change("rolledBack", {}, "ruledOut"), change("succeeded")]).map(({ kind }) => kind)).toEqual(["undone", "offered"]);
  expect(undosOf([change("succeeded"), change("rolledBack")]).map(({ kind }) => kind)).toEqual(["offered", "undone"]);
});
