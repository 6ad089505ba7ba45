import { ANY, NO_STREAM, STREAM_EXISTS } from "../../append/expectation.ts";
import type { ExpectedRevision } from "../../append/expectation.ts";
import { StoreError } from "../../failures.ts";
import { decodeInteger } from "../decode.ts";

/** What the options of append, delete and tombstone have in common. */
export type ExpectationMessage = {
  hasNoStream(): boolean;
  hasAny(): boolean;
  hasStreamExists(): boolean;
};

/** @throws StoreError `invalidArgument` when none is set. */
export function decodeExpected(options: ExpectationMessage, revision: string | undefined): ExpectedRevision {
  if (revision !== undefined) return { kind: "exact", revision: decodeInteger(revision) };
  if (options.hasNoStream()) return NO_STREAM;
  if (options.hasAny()) return ANY;
  if (options.hasStreamExists()) return STREAM_EXISTS;
  throw new StoreError({ kind: "invalidArgument", message: "The expected revision is missing." });
}
