import type { DataOf, SignInEvent } from "@ballast/schema";
import { describe, it } from "vitest";
import { given } from "../specification.ts";
import { signInDecider } from "./signInDecider.ts";

const now = "2026-11-04T09:05:00.000Z";
const data: DataOf<"SignInsFailed"> = {
  signInId: "00000000-0000-4000-8000-000000000001", personId: null, from: "2026-11-04T09:00:00.000Z", until: now, failed: 3, refused: 0,
  addresses: ["203.0.113.9"], addressCount: 1,
};
const before: SignInEvent = { type: "SignInsFailed", data };

describe("failed sign-ins", () => {
  it("are recorded, each time anew", () =>
    given(signInDecider, [before])
      .when({ type: "RecordFailedSignIns", now, ...data })
      .then([{ type: "SignInsFailed", data }]));
  it("are those that failed and those that were refused", () => {
    for (const counts of [
      { failed: 2, refused: 2 },
      { failed: 0, refused: 1 },
    ])
      given(signInDecider, [])
        .when({ type: "RecordFailedSignIns", now, ...data, ...counts })
        .then([{ type: "SignInsFailed", data: { ...data, ...counts } }]);
  });
  it("are none where none failed", () =>
    given(signInDecider, [])
      .when({ type: "RecordFailedSignIns", now, ...data, failed: 0 })
      .thenRejected("INVALID_INPUT", { path: ["failed"] }));
});
