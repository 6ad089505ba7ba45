import type { CredentialEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** What a password or token is compared with. The stream keeps the last one only, so that nothing old can leak. */
export type Credential = { readonly status: "absent" } | { readonly status: "set"; readonly credential: DataOf<"CredentialSet"> };

export type CredentialCommand = { readonly type: "SetCredential"; readonly now: string } & DataOf<"CredentialSet">;

const evolve = (_state: Credential, event: CredentialEvent): Credential => ({ status: "set", credential: event.data });

/** Passwords are short and guessable, so theirs are slow hashes; tokens are random, so a fast one will do. */
const kindOf = { person: "scrypt", token: "sha256" } as const;

function decide({ type, now, ...data }: CredentialCommand, state: Credential): readonly CredentialEvent[] {
  if (data.kind !== kindOf[data.subject]) {
    throw new Rejection("INVALID_INPUT", `the credential of a ${data.subject} is kept as ${kindOf[data.subject]}, not ${data.kind}`, [
      "kind",
    ]);
  }
  return state.status === "set" && state.credential.hash === data.hash ? [] : [{ type: "CredentialSet", data }];
}

/** The one credential of a person or token. */
export const credentialDecider = aggregate("credential", { initialState: { status: "absent" }, evolve, decide });
