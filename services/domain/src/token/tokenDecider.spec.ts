import type { DataOf, TokenEvent } from "@ballast/schema";
import { describe, expect, it } from "vitest";
import { given } from "../specification.ts";
import { tokenDecider } from "./tokenDecider.ts";

const tokenId = "00000000-0000-4000-8000-000000000001";
const now = "2026-03-01T10:00:00Z";
const token: DataOf<"TokenIssued"> = {
  tokenId, name: "CI", personId: "00000000-0000-4000-8000-000000000002", roles: ["engineer"], serviceIds: [],
  expiresAt: "2027-03-01T00:00:00Z",
  environment: null,
};
const issued: TokenEvent = { type: "TokenIssued", data: token };
const revoked: TokenEvent = { type: "TokenRevoked", data: { tokenId } };
const issue = { type: "IssueToken", now, ...token } as const;
const revoke = { type: "RevokeToken", now, tokenId } as const;

describe("a token", () => {
  it("is issued once, with or without an end", () => {
    given(tokenDecider, []).when(issue).then([issued]);
    given(tokenDecider, [issued]).when(issue).then([]);
    given(tokenDecider, []).when({ ...issue, expiresAt: null }).then([{ type: "TokenIssued", data: { ...token, expiresAt: null } }]);
  });
  it("refuses an id in use, no role, and an end that has passed", () => {
    given(tokenDecider, [issued]).when({ ...issue, name: "CD" }).thenRejected("ALREADY_EXISTS", { path: ["tokenId"], message: "CI" });
    given(tokenDecider, []).when({ ...issue, roles: [] }).thenRejected("INVALID_INPUT", { path: ["roles"] });
    given(tokenDecider, []).when({ ...issue, expiresAt: now }).thenRejected("INVALID_INPUT", { path: ["expiresAt"] });
  });
  it("of an application is for one environment, and has no other role", () => {
    const application = { ...issue, roles: ["application" as const], environment: "production" };
    const { type: _, now: __, ...data } = application;
    given(tokenDecider, []).when(application).then([{ type: "TokenIssued", data }]);
    for (const wrong of [
      { environment: null },
      { roles: ["engineer" as const] },
      { roles: ["application" as const, "engineer" as const] },
    ]) {
      given(tokenDecider, []).when({ ...application, ...wrong }).thenRejected("INVALID_INPUT", { path: ["environment"] });
    }
  });
  it("of a calendar has no other role, and shows every service", () => {
    const calendar = { ...issue, roles: ["calendar" as const] };
    const { type: _, now: __, ...data } = calendar;
    given(tokenDecider, []).when(calendar).then([{ type: "TokenIssued", data }]);
    for (const wrong of [{ roles: ["calendar" as const, "viewer" as const] }, { serviceIds: [token.personId] }])
      given(tokenDecider, []).when({ ...calendar, ...wrong }).thenRejected("INVALID_INPUT", { path: ["roles"] });
    // What is limited to some services is any other role.
    const some = { ...issue, serviceIds: [token.personId] };
    given(tokenDecider, []).when(some).then([{ type: "TokenIssued", data: { ...token, serviceIds: [token.personId] } }]);
  });
  it("is revoked once, for ever", () => {
    given(tokenDecider, [issued]).when(revoke).then([revoked]);
    given(tokenDecider, [issued, revoked]).when(revoke).then([]);
    given(tokenDecider, [issued, revoked]).when(issue).then([]);
    expect(given(tokenDecider, [issued, revoked, issued]).state.status).toBe("revoked");
  });
  it("is known to be in use by the hour, and not after it was revoked", () => {
    const used = (at: string): TokenEvent => ({ type: "TokenUsed", data: { tokenId, at } });
    const use = (at: string) => ({ type: "UseToken", now: at, tokenId }) as const;
    given(tokenDecider, [issued]).when(use(now)).then([used(now)]);
    given(tokenDecider, [issued, used(now)]).when(use("2026-03-01T10:59:59Z")).then([]);
    given(tokenDecider, [issued, used(now)]).when(use("2026-03-01T11:00:00Z")).then([used("2026-03-01T11:00:00Z")]);
    given(tokenDecider, [issued, used("2026-03-01T11:00:00Z")]).when(use(now)).then([]);
    given(tokenDecider, [issued, revoked]).when(use(now)).then([]);
    given(tokenDecider, []).when(use(now)).thenRejected("NOT_FOUND", { path: ["tokenId"], message: tokenId });
    expect(given(tokenDecider, [used(now)]).state).toEqual({ status: "absent" });
  });
  it("that was never issued cannot be revoked", () => {
    given(tokenDecider, []).when(revoke).thenRejected("NOT_FOUND", { path: ["tokenId"], message: tokenId });
    expect(given(tokenDecider, [revoked]).state).toEqual({ status: "absent" });
  });
});
