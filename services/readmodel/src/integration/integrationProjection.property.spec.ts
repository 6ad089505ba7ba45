import { integrationDecider, type IntegrationCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { integrationProjection } from "./integrationProjection.ts";

const now = "2026-11-01T10:00:00.000Z";
const integrationId = ids.integration("am");
const anyCommand: fc.Arbitrary<IntegrationCommand> = fc
  .constantFrom("ana", "ben")
  .map((login) => ids.person(login))
  .chain((ownerId) =>
    fc.constantFrom<IntegrationCommand>(
      {
        type: "AddIntegration", now, ownerId, integrationId, kind: "alertmanager", name: "am", keyHash: "h", sealedSecret: "s",
        serviceId: null, severities: { critical: 1 }, defaultSeverity: 3, redactedLabels: ["user"], mapping: null,
      },
      { type: "HandOverIntegration", now, integrationId, ownerId },
      { type: "RemoveIntegration", now, integrationId },
    ),
  );

it("an integration's row says of every history what the domain's state says, and keeps no secret of one that is removed", () => {
  rowsAreStates(
    { record: ["integration", integrationId], decider: integrationDecider, projection: integrationProjection, command: anyCommand },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      expect(row).toEqual({ ...state, id: integrationId });
      if (state.status === "removed") expect(row).toMatchObject({ keyHash: null, sealedSecret: null });
    },
  );
});
