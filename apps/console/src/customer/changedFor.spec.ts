import { expect, it } from "vitest";
import { changedFor } from "./changedFor.ts";

const change = (at: string) => ({
  at, service: { slug: "billing" }, environment: "production", version: "1185", before: "1184", because: "share" as const,
  deploy: { id: "d-1" }, sentence: "billing 1185 reached it",
});
const flag = (name: string, since: string, more: { killed?: boolean; byHand?: boolean; variant?: string } = {}) => ({
  variant: more.variant ?? "on", because: "under 5 %", byHand: more.byHand ?? false, since, until: null,
  targeting: {
    id: `t-${name}`, environment: "production", killed: more.killed ?? false, offVariant: "off", ramp: null,
    flag: { id: name, name, details: { valueType: "boolean" as const, variants: [{ name: "on" }, { name: "off" }] } },
  },
});

it("tells what changed of releases and flags, newest first, each with its way there", () => {
  const rows = changedFor(
    [change("2026-11-28T09:58:00Z")],
    [
      flag("one-page-pay", "2026-11-28T10:00:00Z", { byHand: true }),
      flag("search-rerank", "2026-11-27T14:36:00Z", { killed: true, variant: "off" }),
      flag("basket-v2", "2026-11-28T09:59:00Z"), flag("bulk-invite", "2026-11-28T11:00:00Z", { variant: "off" }),
    ],
  );
  expect(rows.map(({ words, href }) => [words, href])).toEqual([
    ["one-page-pay on, under 5 %", "/flags/one-page-pay?in=production"],
    ["basket-v2 turned: it gets on, under 5 %", "/flags/basket-v2?in=production"],
    ["billing 1185 reached it", "/deploys/d-1"],
    ["search-rerank killed", "/flags/search-rerank?in=production"],
  ]);
  expect(
    changedFor(
      Array.from({ length: 20 }, (_, n) => change(`2026-11-${String(n + 1).padStart(2, "0")}T00:00:00Z`)),
      [],
    ),
  ).toHaveLength(12);
});
