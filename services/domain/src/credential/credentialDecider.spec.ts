import type { CredentialEvent, DataOf } from "@ballast/schema";
import { describe, it } from "vitest";
import { given } from "../specification.ts";
import { credentialDecider } from "./credentialDecider.ts";

const credential: DataOf<"CredentialSet"> = {
  subjectId: "00000000-0000-4000-8000-000000000001", subject: "person", kind: "scrypt", hash: "scrypt$one",
};
const wasSet: CredentialEvent = { type: "CredentialSet", data: credential };
const set = { type: "SetCredential", now: "2026-03-01T10:00:00Z", ...credential } as const;

describe("a credential", () => {
  it("is set, and replaced by another one", () => {
    given(credentialDecider, []).when(set).then([wasSet]);
    given(credentialDecider, [wasSet]).when(set).then([]);
    given(credentialDecider, [wasSet])
      .when({ ...set, hash: "scrypt$two" })
      .then([{ type: "CredentialSet", data: { ...credential, hash: "scrypt$two" } }]);
  });
  it("refuses a fast hash of a password, and a slow one of a token", () => {
    given(credentialDecider, []).when({ ...set, kind: "sha256" }).thenRejected("INVALID_INPUT", { path: ["kind"], message: "scrypt" });
    given(credentialDecider, []).when({ ...set, subject: "token" }).thenRejected("INVALID_INPUT", { path: ["kind"], message: "sha256" });
  });
});
