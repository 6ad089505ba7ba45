import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const fileOf = (folder: string): string => join(folder, "credential");

/** The local credential of an instance: whoever can read the file (mode 0600) may act through the API. */
export function readCredential(folder: string): string | undefined {
  return existsSync(fileOf(folder)) ? readFileSync(fileOf(folder), "utf8").trim() : undefined;
}

/** Creates the credential at the first start: 32 random bytes as base64url. */
export function ensureCredential(folder: string): string {
  const present = readCredential(folder);
  if (present !== undefined && present !== "") return present;
  const created = randomBytes(32).toString("base64url");
  writeFileSync(fileOf(folder), `${created}\n`, { mode: 0o600 });
  return created;
}

/** Where the token stands that the fleet's services ask for flags with; the demonstration writes it, mode 0600. */
export const applicationTokenFile = (folder: string): string => join(folder, "application-token");
