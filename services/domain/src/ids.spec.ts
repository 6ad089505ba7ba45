import { describe, expect, it } from "vitest";
import { actionDecider } from "./action/index.ts";
import { alertDecider } from "./alert/index.ts";
import { checkDecider } from "./check/index.ts";
import { customerDecider } from "./customer/index.ts";
import { deployDecider } from "./deploy/index.ts";
import { environmentDecider } from "./environment/index.ts";
import { evaluationDecider } from "./evaluation/index.ts";
import { flagDecider } from "./flag/index.ts";
import { forecastDecider } from "./forecast/index.ts";
import { importRunDecider } from "./importRun/index.ts";
import { incidentDecider } from "./incident/index.ts";
import { integrationDecider } from "./integration/index.ts";
import { laneDecider } from "./lane/index.ts";
import { objectiveDecider } from "./objective/index.ts";
import { pageDecider } from "./page/index.ts";
import { personDecider } from "./person/index.ts";
import { reportDecider } from "./program/index.ts";
import { askingDecider, checkSetDecider, policyDecider, readinessDecider, technologyDecider, trainingDecider } from "./readiness/index.ts";
import { releaseDecider } from "./release/index.ts";
import { reviewDecider } from "./review/index.ts";
import { factorDecider, mitigationDecider, riskDecider } from "./risk/index.ts";
import { rotationDecider } from "./rotation/index.ts";
import { sampleDecider } from "./sample/index.ts";
import { segmentDecider } from "./segment/index.ts";
import { serviceDecider } from "./service/index.ts";
import { signInDecider } from "./signIn/index.ts";
import { targetingDecider } from "./targeting/index.ts";
import { tokenDecider } from "./token/index.ts";

// Ids of records in every log are made from these parts: with others, what is there would not be found any more.
describe("what a record is known by", () => {
  it("is the command that made it, where it has no name of its own", () => {
    const made = [
      deployDecider, factorDecider, importRunDecider, incidentDecider, integrationDecider, mitigationDecider, objectiveDecider,
      policyDecider, riskDecider, tokenDecider,
    ];
    for (const { keyOf } of made) expect(keyOf("command")).toEqual(["command"]);
    expect(actionDecider.keyOf("command")).toEqual(["command"]);
    expect(actionDecider.keyOf("jira", "CORE-1")).toEqual(["jira", "CORE-1"]);
    expect(rotationDecider.keyOf("PI7DH85", "pagerduty")).toEqual(["pagerduty", "PI7DH85"]);
  });

  it("is what there can be only one of: a service's release, a flag of an environment, an hour's counts", () => {
    expect(alertDecider.keyOf("integration", "fingerprint")).toEqual(["integration", "fingerprint"]);
    expect(checkDecider.keyOf("service", "site", "2026-11")).toEqual(["service", "site", "2026-11"]);
    expect(evaluationDecider.keyOf("production", "2026-11-24T10")).toEqual(["production", "2026-11-24T10"]);
    expect(flagDecider.keyOf("service", "key", "production")).toEqual(["service", "key", "production"]);
    expect(flagDecider.keyOf("service", "key", null)).toEqual(["service", "key", ""]);
    expect(forecastDecider.keyOf("objective", "2026-11-24")).toEqual(["objective", "2026-11-24"]);
    expect(laneDecider.keyOf("service", "production")).toEqual(["service", "production"]);
    expect(pageDecider.keyOf("incident", "respond", "event")).toEqual(["incident", "respond", "event"]);
    expect(releaseDecider.keyOf("service", "v3")).toEqual(["service", "v3"]);
    expect(sampleDecider.keyOf("objective", "2026-11-24T10")).toEqual(["objective", "2026-11-24T10"]);
    expect(targetingDecider.keyOf("flag", "production")).toEqual(["flag", "production"]);
  });

  it("is what it belongs to, where that has one of it", () => {
    expect(askingDecider.keyOf("person")).toEqual(["person"]);
    expect(readinessDecider.keyOf("service")).toEqual(["service"]);
    expect(reportDecider.keyOf("2026-11-23")).toEqual(["2026-11-23"]);
    expect(reviewDecider.keyOf("incident")).toEqual(["incident"]);
    expect([signInDecider.keyOf("person"), signInDecider.keyOf(null)]).toEqual([["person"], [""]]);
    expect([environmentDecider.keyOf("production"), environmentDecider.keyOf(null)]).toEqual([["production"], [""]]);
  });

  it("is its name: as it is where that is a key, and whatever the case where people type it", () => {
    for (const { keyOf } of [customerDecider, rotationDecider, segmentDecider, serviceDecider]) expect(keyOf("Beta")).toEqual(["Beta"]);
    for (const { keyOf } of [checkSetDecider, technologyDecider, trainingDecider])
      expect(keyOf("  Production Checks ")).toEqual(["production checks"]);
    expect(personDecider.keyOf(" Mira ")).toEqual(["mira"]);
    // Whoever comes back after leaving is another person.
    expect(personDecider.keyOf("mira", 2)).toEqual(["mira", 2]);
  });
});
