import { Rejection, type Aggregate } from "@ballast/domain";
import { foldRecord, type Log } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";

/**
 * The id of the record that a command writes anew, or of the new one where it names none: an id that nobody has is no record to be.
 * @throws Rejection NOT_FOUND
 */
export async function writtenAnew<State extends { readonly status: string }, Command, Event extends BallastEvent>(
  log: Log,
  aggregate: Aggregate<State, Command, Event>,
  { given, fresh, field }: { readonly given: string | null; readonly fresh: string; readonly field: string },
): Promise<string> {
  if (given === null) return fresh;
  if ((await foldRecord(log, aggregate, given)).status !== "absent") return given;
  throw new Rejection("NOT_FOUND", "there is no such record: leave its id out for a new one", [field]);
}
