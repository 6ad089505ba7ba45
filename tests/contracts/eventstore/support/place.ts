import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe } from "vitest";

/** The address of a real EventStoreDB or KurrentDB, when the contract is to be checked against one. */
export const externalAddress = process.env["BALLAST_CONTRACT_EVENTSTORE"];

/** Rules that need a server of their own: restarts, users, faults. They say nothing about an external server. */
export const describeEmbedded = externalAddress === undefined ? describe : describe.skip;

/** A folder that is gone after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "ballast-eventstore-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A stream name nobody has used. The part before the first dash is its category. */
export function newStream(category = "contract"): string {
  return `${category}-${randomUUID()}`;
}
