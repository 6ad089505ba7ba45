import { credentialDecider, type CredentialCommand } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import fc from "fast-check";
import { expect, it } from "vitest";
import { rowsAreStates } from "../specification/randomHistories.ts";
import { credentialProjection } from "./credentialProjection.ts";

const subjectId = ids.person("ana");
const anyCommand = fc
  .tuple(fc.constantFrom("scrypt" as const, "sha256" as const), fc.constantFrom("a", "b"))
  .map(([kind, hash]): CredentialCommand => ({
    type: "SetCredential", now: "2026-11-01T10:00:00.000Z", subjectId, subject: "person", kind, hash,
  }));

it("a credential's row says of every history what the domain's state says", () => {
  rowsAreStates(
    { record: ["credential", subjectId], decider: credentialDecider, projection: credentialProjection, command: anyCommand },
    (state, row) => {
      if (state.status === "absent") return expect(row).toBeNull();
      const { subjectId: id, ...credential } = state.credential;
      expect(row).toEqual({ ...credential, id });
    },
  );
});
