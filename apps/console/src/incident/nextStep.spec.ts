import { describe, expect, it } from "vitest";
import { commandsOf } from "./ActionsMenu.tsx";
import { nextStates } from "../response/incidentWords.ts";
import { callOf, nextStep, stepHref, stepsAtHand, stepWords } from "../response/nextStep.ts";
import { dialogAsked, dialogOfStep, missingMilestones } from "./steps.ts";

const ana = { name: "Ana" };
const open = { open: true, state: "triage", commander: null, resolutionProposed: false } as const;

describe("what an incident needs next", () => {
  it("follows its state: command, then updates, then its end, then the review", () => {
    expect(nextStep(open)).toBe("command");
    expect(nextStep({ ...open, state: "investigating", commander: ana })).toBe("update");
    expect(nextStep({ ...open, state: "fixing", commander: ana })).toBe("update");
    expect(nextStep({ ...open, state: "monitoring", commander: ana })).toBe("resolve");
    expect(nextStep({ ...open, commander: ana, resolutionProposed: true })).toBe("resolve");
    expect(nextStep({ ...open, open: false, state: "resolved", review: { state: "due" } })).toBe("review");
    expect(nextStep({ ...open, open: false, state: "resolved", review: { state: "held" } })).toBeNull();
    expect(nextStep({ ...open, open: false, state: "declined" })).toBeNull();
  });

  it("has what else may be said beside it under a thumb, but for somebody who is called: they answer first", () => {
    const led = { ...open, commander: ana, state: "investigating" } as const;
    expect(stepsAtHand(open, false)).toEqual(["command", "update"]);
    expect(stepsAtHand(led, false)).toEqual(["update", "resolve"]);
    expect(stepsAtHand({ ...led, state: "monitoring" }, false)).toEqual(["resolve", "update"]);
    expect(stepsAtHand({ ...open, open: false, state: "resolved", review: { state: "due" } }, false)).toEqual(["review"]);
    expect(stepsAtHand({ ...open, open: false, state: "declined" }, false)).toEqual([]);
    expect(stepsAtHand(open, true)).toEqual(["command"]);
    const isAna = (id: string): boolean => id === "ana";
    const page = { state: "open", handedOn: null, sends: [{ person: null }, { person: { id: "ana" } }] };
    expect(callOf([{ ...page, state: "acknowledged" }, page], isAna)).toBe(page);
    expect(callOf([page], () => false)).toBeUndefined();
    expect(callOf([{ ...page, handedOn: {} }], isAna)).toBeUndefined();
  });

  it("can be resolved in one step from every open state", () => {
    for (const state of ["triage", "investigating", "fixing", "monitoring"] as const) {
      expect(nextStates[state]).toContain("resolved");
      expect(commandsOf({ state, imported: false, reference: "INC-7", open: true })).toContainEqual([
        "Resolve INC-7",
        { kind: "state", to: "resolved" },
      ]);
    }
  });

  it("asks for the milestones that are missing, and for no others", () => {
    expect(missingMilestones([])).toEqual(["impactStart", "detected", "mitigated"]);
    expect(
      missingMilestones([
        { milestone: "detected", at: "2026-11-23T14:00:00Z" },
        { milestone: "mitigated", at: null },
      ]),
    ).toEqual(["impactStart", "mitigated"]);
  });

  it("opens by a link, only where the state allows it", () => {
    expect(stepHref("abc=", "resolve")).toBe("/incidents/abc%3D?do=resolve");
    expect(dialogAsked("resolve", { open: true })).toEqual(dialogOfStep("resolve"));
    expect(dialogAsked("command", { open: true })).toEqual({ kind: "role", role: "commander" });
    expect(dialogAsked("resolve", { open: false })).toBeNull();
    expect(dialogAsked("constructor", { open: true })).toBeNull();
    expect(stepWords("resolve", "INC-7")).toBe("Resolve INC-7");
  });
});
