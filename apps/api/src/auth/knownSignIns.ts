import type { RecordedEvent } from "@ballast/eventlog";
import type { ReadModel } from "@ballast/readmodel";
import { signInTypes } from "./signInFacts.ts";

/** What sign-in need not read from the log again. */
export interface KnownSignIns {
  readonly events: readonly RecordedEvent[];
  /** Everything up to here is in the events. */
  readonly position: string;
}

/**
 * What a read model that is up to date with its own rules knows of people, tokens and credentials, so that a start does not read the
 * whole log for them. Null for one that is being built, or built anew: an older version may have passed over an event that it did not
 * know, and somebody would be let in who has been kept out since.
 */
export function knownSignIns(readModel: ReadModel): KnownSignIns | null {
  const { position, rebuilding } = readModel.status();
  if (rebuilding !== null || position === "0") return null;
  return { position, events: readModel.history.ofTypes(signInTypes).map((recorded) => withHash(readModel, recorded)) };
}

/** The events of a read model hold no hashes: the latest stands in the credential's row, and only that counts. */
function withHash({ credentials }: ReadModel, recorded: RecordedEvent): RecordedEvent {
  if (recorded.event.type !== "CredentialSet") return recorded;
  const { data } = recorded.event;
  return { ...recorded, event: { type: "CredentialSet", data: { ...data, hash: credentials.of(data.subjectId)?.hash ?? "" } } };
}
