import { rolesOfPeople } from "@ballast/schema/permissions";
import { describe, expect, it } from "vitest";
import { takeoversOf } from "./RemoveDialog.tsx";
import { fromWords } from "./FailedSignIns.tsx";
import { teamsIn } from "./PlaceDialog.tsx";
import { personSentence } from "./PersonView.tsx";
import { roleChange, roles } from "../rights/roles.ts";

it("offers every role that a person can have, and no other", () => {
  expect(roles.map(([role]) => role).toSorted()).toEqual(rolesOfPeople.toSorted());
});

it("says what a change of roles gives and takes", () => {
  expect(roleChange(["viewer", "responder"], ["viewer", "engineer"])).toEqual({ given: ["Engineer"], taken: ["Responder"] });
  expect(roleChange(["viewer"], ["viewer"])).toEqual({ given: [], taken: [] });
});

it("says from where sign-ins failed, and how many addresses there were", () => {
  expect(fromWords({ addresses: ["203.0.113.9"], addressCount: 1 })).toBe("203.0.113.9");
  expect(fromWords({ addresses: ["203.0.113.9", "203.0.113.10", "203.0.113.11"], addressCount: 40 })).toBe(
    "203.0.113.9, 203.0.113.10 and 38 more",
  );
});

it("says what somebody may do and whether pages reach them", () => {
  const eve = { active: true, name: "Eve", roles: ["viewer" as const, "responder" as const], channels: ["mail" as const, "sms" as const] };
  expect(personSentence(eve)).toBe("Viewer, Responder; pages reach them in the inbox and by mail and by SMS.");
  expect(personSentence({ ...eve, channels: [] })).toContain("in the inbox only");
  expect(personSentence({ ...eve, active: false })).toBe("Eve has left: what they did stays in the history.");
});

it("takes teams as they are typed, each once", () => {
  expect(teamsIn(" Payments, Platform,, Payments ")).toEqual(["Payments", "Platform"]);
  expect(teamsIn("  ")).toEqual([]);
});

describe("a change of people", () => {
  it("of somebody who leaves asks for every rotation, and hands on what was answered", () => {
    const held = (id: string) => ({ rotation: { id, name: id, latestPeople: [] }, shifts: [] });
    expect(takeoversOf([held("r1"), held("r2"), held("r3")], { r1: "others", r2: "p", r3: "nobody" })).toEqual([
      { rotationId: "r1", takerId: null },
      { rotationId: "r2", takerId: "p" },
    ]);
  });
});
