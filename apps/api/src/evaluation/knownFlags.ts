import { heldTypes, type KnownFlags } from "@ballast/flags";
import type { ReadModel } from "@ballast/readmodel";

/** So many events are held at once while they are folded. */
const most = 1_000;

/**
 * What a read model that is up to date with its own rules knows of flags, segments and customers, so that a start does not read the
 * whole log for them. Null for one that is being built, or built anew: what an older version has passed over would be missing.
 */
export function knownFlags(readModel: ReadModel): KnownFlags | null {
  const { position, rebuilding } = readModel.status();
  if (rebuilding !== null || position === "0") return null;
  return { position, parts: readModel.history.ofTypesInParts(heldTypes, { upTo: position, most }) };
}
