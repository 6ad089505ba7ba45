import { flagDecider, type FlagCommand } from "@ballast/domain/flag";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { flagSettings } from "../specification/flagHistory.ts";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { flagProjection } from "./flagProjection.ts";

const now = "2026-11-01T10:00:00.000Z";
const settings = flagSettings("one-page-pay");
const { flagId } = settings;
const told = { field: null, from: null, who: null, commit: null, release: null, at: now };

/** Of Ballast's own and of another system's by turns: what the rule refuses decides nothing. */
const anyCommand: fc.Arbitrary<FlagCommand> = fc
  .record({
    seq: fc.nat(3), change: fc.constantFrom("added", "changed", "removed"), to: fc.boolean(), note: fc.constantFrom("", "by hand"),
  })
  .chain(({ seq, change, to, note }) =>
    fc.constantFrom<FlagCommand>(
      { type: "RegisterFlag", now, ...settings },
      {
        type: "DescribeFlag", now, flagId, description: note, ownerId: ids.person(to ? "ana" : "ben"), expiresAt: to ? now : null,
        serviceIds: [ids.service(change)], metrics: [], metadata: {},
      },
      { type: "SetFlagCleanUp", now, flagId, afterDays: seq === 0 ? null : seq },
      { type: "ArchiveFlag", now, flagId, reason: "done", neededBy: note === "" ? [] : ["another"] },
      {
        type: "ImportFlagChange", now, flagId, serviceId: ids.service("shop"), key: settings.key, environment: null, ...told, seq, change,
        to, note,
      },
    ),
  );

it("a flag's row says of every history what the domain's state says", () => {
  const registered = flagDecider.decide({ type: "RegisterFlag", now, ...settings }, flagDecider.initialState);
  rowsAreStates(
    { record: ["flag", flagId], decider: flagDecider, projection: flagProjection, command: anyCommand, beginnings: [[], registered] },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row).toEqual({ ...state, id: flagId, knownSince: expect.any(String) as string });
    },
  );
});
