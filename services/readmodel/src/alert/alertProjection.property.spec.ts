import { alertDecider, type AlertCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { alertProjection } from "./alertProjection.ts";
import { unseenClearProjection } from "./unseenClearProjection.ts";

const integrationId = ids.integration("alertmanager");
const alertId = ids.alert(integrationId, "f");
const minute = (n: number): string => new Date(Date.UTC(2026, 10, 1, 10, n)).toISOString();
const said = {
  alertId, integrationId, fingerprint: "f", groupKey: "g", name: "HighErrors", summary: "6 %", severity: "critical", labels: {},
  annotations: {}, serviceId: null, generatorUrl: null,
};

const anyCommand: fc.Arbitrary<AlertCommand> = fc
  .tuple(fc.nat(59), fc.nat(59), fc.nat(59))
  .chain(([now, starts, ends]) =>
    fc.constantFrom<AlertCommand>(
      { type: "FireAlert", now: minute(now), ...said, startsAt: minute(starts) },
      {
        type: "ClearAlert", now: minute(now), alertId, integrationId, fingerprint: "f", name: "HighErrors", severity: "critical",
        serviceId: null, startsAt: minute(starts), endsAt: minute(ends),
      },
    ),
  );

it.each([1, 2])("the row of an alert's episode %i says of every history what the domain's state says", (ordinal) => {
  rowsAreStates(
    {
      record: ["alert", alertId], key: ids.episode(alertId, ordinal), decider: alertDecider, projection: alertProjection,
      command: anyCommand,
    },
    (state, row) => {
      const last = state.status === "absent" ? null : state.episode;
      if (last === null || last.ordinal < ordinal) return expect(row).toBeNull();
      if (last.ordinal > ordinal) return expect(row).toMatchObject({ firing: false });
      expect(row).toMatchObject({ ...last, id: ids.episode(alertId, ordinal), firing: state.status === "firing" });
      expect(row?.endsAt === null).toBe(state.status === "firing");
    },
  );
});

it("a resolve of what was never seen firing stands in a row of its own", () => {
  rowsAreStates(
    { record: ["alert", alertId], decider: alertDecider, projection: unseenClearProjection, command: anyCommand },
    (state, row) => {
      if (state.status === "cleared" && state.episode === null)
        expect(row).toMatchObject({ id: alertId, endsAt: state.endsAt, receivedAt: state.receivedAt });
    },
  );
});
