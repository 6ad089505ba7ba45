import type { DataOf, FlagEvent } from "@ballast/schema";
import { describe, it } from "vitest";
import { given } from "../specification.ts";
import { flagDecider, type FlagCommand } from "./flagDecider.ts";

const now = "2026-11-28T10:00:00.000Z";
const flagId = "30000000-0000-4000-8000-000000000001";
const about = {
  description: "Pay on one page", ownerId: "90000000-0000-4000-8000-000000000001", expiresAt: null, serviceIds: [], metrics: [],
  metadata: {},
};
const data: DataOf<"FlagRegistered"> = {
  flagId,
  key: "one-page-pay",
  kind: "release",
  valueType: "boolean",
  variants: [
    { name: "on", value: true },
    { name: "off", value: false },
  ],
  offVariant: "off",
  seed: "opp-2f1c",
  bucketBy: "targetingKey",
  engine: "flagd-core@4.0.1+compiler.1",
  ...about,
};
const registered: FlagEvent = { type: "FlagRegistered", data };
const archived: FlagEvent = { type: "FlagArchived", data: { flagId, reason: "everyone has it" } };
const register = (more: Partial<DataOf<"FlagRegistered">> = {}) => ({ type: "RegisterFlag", now, ...data, ...more }) as const;
const archive = (...neededBy: string[]) => ({ type: "ArchiveFlag", now, flagId, reason: "everyone has it", neededBy }) as const;

describe("a managed flag", () => {
  it("is registered once; another one under its key is refused, after it was archived too", () => {
    given(flagDecider, []).when(register()).then([registered]);
    given(flagDecider, [registered]).when(register()).then([]);
    given(flagDecider, [registered]).when(register({ seed: "another" })).thenRejected("ALREADY_EXISTS", { path: ["key"] });
    given(flagDecider, [registered, archived]).when(register()).thenRejected("ALREADY_EXISTS", { message: "not given twice" });
  });

  it.each([
    [
      "a name that is there twice",
      {
        variants: [
          { name: "on", value: true },
          { name: "on", value: false },
        ],
      },
      "twice",
    ],
    [
      "a value of another type",
      {
        variants: [
          { name: "on", value: "yes" },
          { name: "off", value: false },
        ],
      },
      "not a boolean",
    ],
    [
      "a number that no application reads as it is",
      {
        valueType: "number",
        variants: [
          { name: "on", value: 2 ** 53 },
          { name: "off", value: 0 },
        ],
      },
      "9007199254740992",
    ],
    [
      "such a number deep in a value",
      {
        valueType: "json",
        variants: [
          { name: "on", value: { a: [{ b: -(2 ** 60) }] } },
          { name: "off", value: {} },
        ],
      },
      "beyond",
    ],
    [
      "a list where an object is to be",
      {
        valueType: "json",
        variants: [
          { name: "on", value: [] },
          { name: "off", value: {} },
        ],
      },
      "JSON object",
    ],
  ] as const)("does not give %s", (_, more, message) => {
    given(flagDecider, [])
      .when(register({ ...more, variants: [...more.variants] }))
      .thenRejected("INVALID_INPUT", { message, path: ["variants"] });
  });

  it("gives the largest numbers that there are, and null within an object", () => {
    const variants = [
      { name: "on", value: { limit: Number.MAX_SAFE_INTEGER, least: -Number.MAX_SAFE_INTEGER, none: null } },
      { name: "off", value: {} },
    ];
    given(flagDecider, [])
      .when(register({ valueType: "json", variants }))
      .then([{ type: "FlagRegistered", data: { ...data, valueType: "json", variants } }]);
  });

  it("says after how many days it is to be cleaned up, where it is not one that may stay for ever", () => {
    const cleanUp = (afterDays: number | null) => ({ type: "SetFlagCleanUp", now, flagId, afterDays }) as const;
    const set: FlagEvent = { type: "FlagCleanUpSet", data: { flagId, afterDays: 30 } };
    given(flagDecider, [registered]).when(cleanUp(30)).then([set]);
    given(flagDecider, [registered]).when(cleanUp(null)).then([]);
    given(flagDecider, [registered, set]).when(cleanUp(30)).then([]);
    given(flagDecider, [registered, set]).when(cleanUp(null)).then([{ type: "FlagCleanUpSet", data: { flagId, afterDays: null } }]);
    const permanent: FlagEvent = { type: "FlagRegistered", data: { ...data, kind: "operations" } };
    given(flagDecider, [permanent]).when(cleanUp(30)).thenRejected("FLAG_PERMANENT", { message: "may stay for ever" });
    given(flagDecider, [permanent]).when(cleanUp(null)).then([]);
    given(flagDecider, [registered, archived]).when(cleanUp(30)).thenRejected("FLAG_ARCHIVED", { path: ["flag"] });
  });

  it("is divided by another engine where somebody names it, and by its own again in the same way", () => {
    const [from, to] = ["flagd-core@4.0.1+compiler.1", "flagd-core@5.0.0+compiler.1"];
    const change = (more: Partial<Extract<FlagCommand, { readonly type: "ChangeFlagEngine" }>> = {}): FlagCommand => ({
      type: "ChangeFlagEngine", now, flagId, to, reason: "the old one goes", cohorts: [], rebuckets: true, rebucket: "one-page-pay",
      asks: [], ramping: [], ...more,
    });
    const changed: FlagEvent = { type: "EngineChanged", data: { flagId, from, to, reason: "the old one goes", cohorts: [] } };
    given(flagDecider, [registered]).when(change()).then([changed]);
    given(flagDecider, [registered]).when(change({ rebucket: null })).thenRejected("WOULD_REBUCKET", { path: ["rebucket"] });
    given(flagDecider, [registered]).when(change({ rebucket: "another" })).thenRejected("WOULD_REBUCKET");
    given(flagDecider, [registered])
      .when(change({ rebucket: null, rebuckets: false, asks: ["production"], ramping: ["production"] }))
      .then([changed]);
    given(flagDecider, [registered]).when(change({ asks: ["production"] })).thenRejected("NOT_ALLOWED", { message: "production" });
    given(flagDecider, [registered]).when(change({ ramping: ["staging"] })).thenRejected("RAMP_RUNNING", { message: "staging" });
    given(flagDecider, [registered]).when(change({ to: from })).then([]);
    given(flagDecider, [registered, changed]).when(change()).then([]);
    given(flagDecider, [registered, changed])
      .when(change({ to: from }))
      .then([{ type: "EngineChanged", data: { flagId, from: to, to: from, reason: "the old one goes", cohorts: [] } }]);
    given(flagDecider, [registered, archived]).when(change()).thenRejected("FLAG_ARCHIVED");
  });

  it("is registered again by a version of Ballast with another engine, and keeps its own", () =>
    given(flagDecider, [registered]).when(register({ engine: data.engine })).then([]));

  it("is off by one of its variants", () =>
    given(flagDecider, [])
      .when(register({ offVariant: "none" }))
      .thenRejected("UNKNOWN_VARIANT", { message: "on, off" }));

  it("is described anew where something differs", () => {
    const described: FlagEvent = { type: "FlagDescribed", data: { flagId, ...about, description: "Pay on one page, everywhere" } };
    given(flagDecider, [registered]).when({ type: "DescribeFlag", now, ...described.data }).then([described]);
    given(flagDecider, [registered, described]).when({ type: "DescribeFlag", now, ...described.data }).then([]);
    given(flagDecider, [registered, archived]).when({ type: "DescribeFlag", now, ...described.data }).thenRejected("FLAG_ARCHIVED");
  });

  it("is archived once, when nothing needs it", () => {
    given(flagDecider, [registered]).when(archive()).then([archived]);
    given(flagDecider, [registered, archived]).when(archive("pay-upsell")).then([]);
    given(flagDecider, [registered])
      .when(archive("pay-upsell in production"))
      .thenRejected("FLAG_NEEDED", { message: "pay-upsell in production" });
  });

  it("is not another system's, and is there before it is changed", () => {
    const told: FlagEvent = {
      type: "FlagChangeImported",
      data: {
        flagId, serviceId: flagId, key: "theirs", environment: null, seq: 0, at: now, change: "added", field: null, from: null, to: true,
        who: null, commit: null, release: null, note: "",
      },
    };
    given(flagDecider, [told]).when(archive()).thenRejected("FLAG_NOT_MANAGED");
    given(flagDecider, []).when(archive()).thenRejected("NOT_FOUND");
  });
});
