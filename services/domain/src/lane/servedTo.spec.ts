import { bucketOf } from "@ballast/schema";
import { expect, it } from "vitest";
import { servedTo } from "./servedTo.ts";

const live = { releaseId: "r1", version: "v1" };
const canary = (percent: number, customers: readonly string[] = []) => ({ releaseId: "r2", version: "v2", percent, customers });
const place = bucketOf("shop", "acme");

it("a customer gets what everyone gets, unless it is named or its place lies under the share", () => {
  expect(servedTo({ live: null, canary: null }, "shop", "acme")).toBeNull();
  expect(servedTo({ live, canary: null }, "shop", "acme")).toEqual({ release: live, because: "everyone", place });
  expect(servedTo({ live, canary: canary(100) }, "shop", "acme")).toMatchObject({ release: { version: "v2" }, because: "share" });
  expect(servedTo({ live, canary: canary(0, ["acme"]) }, "shop", "acme")).toMatchObject({ release: { version: "v2" }, because: "named" });
  expect(servedTo({ live, canary: canary(0, ["other"]) }, "shop", "acme")).toMatchObject({ because: "everyone" });
});

it("is divided at the customer's place, to the thousandth", () => {
  expect(servedTo({ live, canary: canary(place / 1_000) }, "shop", "acme")?.because).toBe("everyone");
  expect(servedTo({ live, canary: canary((place + 1) / 1_000) }, "shop", "acme")?.because).toBe("share");
});
