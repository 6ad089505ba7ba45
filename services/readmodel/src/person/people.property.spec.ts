import { personDecider, tokenDecider, type PersonCommand, type TokenCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import type { Role } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { tokenProjection } from "../token/tokenProjection.ts";
import { personProjection } from "./personProjection.ts";

const hour = (n: number): string => new Date(Date.UTC(2026, 10, 1, n)).toISOString();
const now = hour(9);
const personId = ids.person("ana");
const anyRoles = fc.constantFrom<readonly Role[]>(["viewer"], ["engineer", "responder"], ["admin"], []);

const anyOfPerson: fc.Arbitrary<PersonCommand> = fc.oneof(
  anyRoles.map((roles): PersonCommand => ({
    type: "JoinPerson", now, personId, login: "ana", name: "Ana Kovač", roles: [...roles], contacts: { email: null, chatWebhookUrl: null },
    timeZone: "UTC",
  })),
  fc
    .constantFrom("UTC", "Europe/Zurich", "Nowhere")
    .map((timeZone): PersonCommand => ({ type: "DescribePerson", now, personId, name: "Ana", timeZone })),
  fc
    .constantFrom("ana@example.org", null)
    .map((email): PersonCommand => ({ type: "SetContacts", now, personId, contacts: { email, chatWebhookUrl: null } })),
  fc.option(fc.nat(9)).map((n): PersonCommand => ({
    type: "SetPagingRules", now, personId,
    rules: n === null ? null : {
      high: [{ channel: "mail", afterMinutes: 0 }], low: [], lowHours: { from: `0${String(n)}:00`, to: "20:00" },
    },
  })),
  fc
    .constantFrom(ids.person("lea"), personId, null)
    .map((reportsTo): PersonCommand => ({ type: "PlacePerson", now, personId, teams: ["Payments"], reportsTo, above: [] })),
  anyRoles.map((roles): PersonCommand => ({ type: "SetRoles", now, personId, roles: [...roles] })),
  fc.constant<PersonCommand>({ type: "Leave", now, personId }),
  fc
    .option(fc.constantFrom("one", "two").map((name) => ids.deploy(name)))
    .map((sessionId): PersonCommand => ({ type: "RevokeSessions", now, personId, sessionId })),
  fc.constantFrom("one", "two").map((name): PersonCommand => ({ type: "UseSignInLink", now, personId, linkId: ids.deploy(name) })),
);

it("a person's row says of every history what the domain's state says", () => {
  rowsAreStates(
    { record: ["person", personId], decider: personDecider, projection: personProjection, command: anyOfPerson },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row).toMatchObject(state);
    },
  );
});

const tokenId = ids.deploy("a token");
const anyOfToken: fc.Arbitrary<TokenCommand> = fc
  .nat(5)
  .chain((n) =>
    fc.constantFrom<TokenCommand>(
      {
        type: "IssueToken", now: hour(n), tokenId, personId, name: "ci", roles: ["engineer"], serviceIds: [], expiresAt: null,
        environment: null,
      },
      { type: "UseToken", now: hour(n), tokenId },
      { type: "RevokeToken", now: hour(n), tokenId },
    ),
  );

it("a token's row does", () => {
  rowsAreStates({ record: ["token", tokenId], decider: tokenDecider, projection: tokenProjection, command: anyOfToken }, (state, row) => {
    if (state.status === "absent") return expect(row).toBeNull();
    expect(row).toMatchObject(state);
  });
});
