import type { Check } from "@ballast/schema";
import { expect, it } from "vitest";
import { folded } from "../specification/folded.ts";
import { recordedHistory } from "../specification/recordedHistory.ts";

const [shop, other] = ["20000000-0000-4000-8000-000000000001", "20000000-0000-4000-8000-000000000002"] as const;
const check = (at: string): Check => ({ at, state: "up", httpStatus: 200, responseMs: 12 });

it("checks are a service's by site, over all its months, as far as they were known", () => {
  const history = recordedHistory();
  const record = (number: number, serviceId: string, about: { site: string; month: string; at: string }) => {
    const checkId = `36000000-0000-4000-8000-00000000000${String(number)}`;
    const { at, ...rest } = about;
    return history.add(["check", checkId], { type: "ChecksRecorded", data: { checkId, serviceId, ...rest, checks: [check(at)] } });
  };
  const events = [
    record(1, shop, { site: "www", month: "2026-02", at: "2026-02-01T00:00:00Z" }),
    record(2, shop, { site: "www", month: "2026-03", at: "2026-03-01T00:00:00Z" }),
    record(3, shop, { site: "api", month: "2026-02", at: "2026-02-01T00:00:00Z" }),
    record(4, other, { site: "www", month: "2026-02", at: "2026-02-01T00:00:00Z" }),
    record(1, shop, { site: "www", month: "2026-02", at: "2026-02-02T00:00:00Z" }),
  ];
  const { checks } = folded(events);
  const times = (position?: string) =>
    [...checks.bySite(shop, position === undefined ? undefined : { position })].map(([site, own]) => [
      site, own.map(({ at }) => at).toSorted(),
    ]);
  expect(times()).toEqual([
    ["api", ["2026-02-01T00:00:00Z"]],
    ["www", ["2026-02-01T00:00:00Z", "2026-02-02T00:00:00Z", "2026-03-01T00:00:00Z"]],
  ]);
  expect(times(events[0]?.position)).toEqual([["www", ["2026-02-01T00:00:00Z"]]]);
  expect([...checks.bySite("20000000-0000-4000-8000-000000000009")]).toEqual([]);
});
