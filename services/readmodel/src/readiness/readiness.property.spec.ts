import {
  askingDecider, checkSetDecider, policyDecider, readinessDecider, sampleChecks, technologyDecider, trainingDecider, type AskingCommand,
  type CheckSetCommand, type PolicyCommand, type ReadinessCommand, type TechnologyCommand, type TrainingCommand,
} from "@ballast/domain/readiness";
import { ids } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Keyed } from "../engine/projection.ts";
import { rowsAreStates, type Compared } from "../specification/randomHistories.ts";
import {
  askingProjection, checkSetProjection, policyProjection, readinessProjection, technologyProjection, trainingProjection,
} from "./readinessProjections.ts";

const id = ids.deploy("a record");
const [ana, lea] = [ids.person("ana"), ids.person("lea")];
const person = fc.constantFrom(ana, lea);
const note = fc.constantFrom("", "again");
const reason = fc.constantFrom("first", "second");
const on = fc.constantFrom("2026-11-01", "2026-11-10", "2026-11-24", "2026-12-01");
const now = fc.constantFrom("2026-11-24T09:00:00.000Z", "2026-11-30T09:00:00.000Z", "2026-12-24T09:00:00.000Z");

/** The row is the state, whatever was asked of it; what it has beside that is of when and by whom. */
function isState<State extends { readonly status: string } | null, Command, Event extends BallastEvent, Row extends Keyed>(
  compared: Compared<State, Command, Event, Row>,
): void {
  rowsAreStates(
    compared, (state, row) => (state === null || state.status === "absent" ? expect(row).toBeNull() : expect(row).toMatchObject(state)),
  );
}

const own = { readinessId: id, serviceId: ids.service("store") };
const exemption = fc.record({ exemptionId: fc.constantFrom(ids.deploy("one"), ids.deploy("two")), now });
const checkId = fc.constantFrom("runbook", "rollback");
const stated: fc.Arbitrary<ReadinessCommand> = fc.oneof(
  fc.record({ ownerId: fc.option(person), tier: fc.option(fc.constantFrom(1, 2)), now })
    .map((said): ReadinessCommand => ({ type: "SetServiceOwner", ...own, ...said, reason: null })),
  fc.record({ checkId, statedBy: person, on, until: on, note, now }).map(
    (said): ReadinessCommand => ({ type: "StateCheck", ...own, ...said }),
  ),
  fc.record({ checkId, reason, now }).map((said): ReadinessCommand => ({ type: "TakeBackStatement", ...own, ...said })),
  fc.tuple(exemption, fc.record({ checkId, askedBy: person, until: on, reason }))
    .map(([one, said]): ReadinessCommand => ({ type: "AskExemption", ...own, ...one, ...said })),
  fc.tuple(exemption, fc.record({ approverId: person, note })).map(
    ([one, said]): ReadinessCommand => ({ type: "GrantExemption", ...own, ...one, ...said }),
  ),
  fc.tuple(exemption, fc.record({ approverId: person, reason })).map(
    ([one, said]): ReadinessCommand => ({ type: "RefuseExemption", ...own, ...one, ...said }),
  ),
  fc.tuple(exemption, reason).map(([one, why]): ReadinessCommand => ({ type: "EndExemption", ...own, ...one, reason: why })),
  exemption.map((one): ReadinessCommand => ({ type: "NoticeExemption", ...own, ...one, told: [ana] })),
  fc.record({ source: fc.constantFrom("statement", "lockFile"), packages: fc.nat(2), now }).map((said): ReadinessCommand => ({
    type: "StateTechnologies", ...own, ...said, uses: [{ technologyId: id, versions: ["1"] }], unlisted: [], unlistedCount: 0,
  })),
);

it("what is stated of a service is, in every history, what the domain's state says", () => {
  isState({ record: ["readiness", id], decider: readinessDecider, projection: readinessProjection, command: stated });
});

it("a set of checks is what the domain's state says, with every version that it had", () => {
  const command: fc.Arbitrary<CheckSetCommand> = fc.oneof(
    fc.record({ skipped: fc.constantFrom(0, 1), reason, now })
      .map(({ skipped, ...said }): CheckSetCommand => ({
        type: "PublishChecks", checkSetId: id, name: "checks", checks: [...sampleChecks].slice(skipped), ...said,
      })),
    fc.record({ reason, now }).map((said): CheckSetCommand => ({ type: "RetireChecks", checkSetId: id, ...said })),
  );
  rowsAreStates({ record: ["checkSet", id], decider: checkSetDecider, projection: checkSetProjection, command }, (state, row) => {
    if (state.status === "absent") return expect(row).toBeNull();
    expect(row).toMatchObject(state);
    expect(row?.versions.map(({ version }) => version)).toEqual(Array.from({ length: state.version }, (_, n) => n + 1).slice(-100));
  });
});

it("a policy is what the domain's state says, with every version that it had", () => {
  const policyId = { policyId: id };
  const command: fc.Arbitrary<PolicyCommand> = fc.oneof(
    fc.record({
      text: fc.constantFrom("Declare early.", "Declare earlier."), isFor: fc.constantFrom("everybody", "responders"), reason, now,
    })
      .map((said): PolicyCommand => ({ type: "PublishPolicy", ...policyId, name: "Incidents", url: null, ...said })),
    fc.record({ version: fc.constantFrom(1, 2, 3), personId: person, now })
      .map((said): PolicyCommand => ({ type: "AcknowledgePolicy", ...policyId, ...said })),
    fc.record({ reason, now }).map((said): PolicyCommand => ({ type: "RetirePolicy", ...policyId, ...said })),
  );
  rowsAreStates({ record: ["policy", id], decider: policyDecider, projection: policyProjection, command }, (state, row) => {
    if (state.status === "absent") return expect(row).toBeNull();
    expect(row).toMatchObject(state);
    expect(row?.versions).toHaveLength(Math.min(100, state.version));
  });
});

it("a training is what the domain's state says", () => {
  const trainingId = { trainingId: id };
  const command: fc.Arbitrary<TrainingCommand> = fc.oneof(
    fc.record({ validDays: fc.option(fc.constantFrom(180, 365)), now })
      .map(
        (said): TrainingCommand => ({ type: "DefineTraining", ...trainingId, name: "Response", isFor: "responders", url: null, ...said }),
      ),
    fc.record({ personId: person, on, note, now }).map((said): TrainingCommand => ({ type: "RecordTraining", ...trainingId, ...said })),
    fc.record({ personId: person, reason, now }).map((said): TrainingCommand => ({ type: "StrikeTraining", ...trainingId, ...said })),
    fc.record({ reason, now }).map((said): TrainingCommand => ({ type: "RetireTraining", ...trainingId, ...said })),
  );
  isState({ record: ["training", id], decider: trainingDecider, projection: trainingProjection, command });
});

it("a technology is what the domain's state says", () => {
  const command: fc.Arbitrary<TechnologyCommand> = fc.oneof(
    fc.record({
      status: fc.constantFrom("core", "allowed", "exception", "offList"), until: fc.option(on), note, reason: fc.option(reason), now,
    }).map((said): TechnologyCommand => ({
      type: "ListTechnology", technologyId: id, name: "Solr", packages: ["solr"], instead: null, ...said,
    })),
    now.map((at): TechnologyCommand => ({ type: "MeetTechnology", technologyId: id, name: "Solr", now: at })),
  );
  isState({ record: ["technology", id], decider: technologyDecider, projection: technologyProjection, command });
});

it("what somebody was asked about is what the domain's state says", () => {
  const check = fc.record({ serviceId: fc.constantFrom(own.serviceId, id), checkId }).map((one) => ({ ...one, name: one.checkId }));
  const command = fc.record({ on, checks: fc.array(check, { minLength: 1, maxLength: 3 }), note, now })
    .map((said): AskingCommand => ({ type: "AskOwner", askingId: id, personId: ana, ...said }));
  isState({ record: ["asking", id], decider: askingDecider, projection: askingProjection, command });
});
