import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { selfSignedCertificate } from "@ballast/eventstore/certificate";
import { own } from "@ballast/schema/own";

/** How the parts of an instance, and nobody else, reach its event store. */
export interface StoreAccess {
  readonly certFile: string;
  readonly keyFile: string;
  readonly usersFile: string;
  readonly user: string;
  readonly password: string;
}

const user = "ballast";

/** The password in a users file of ours; undefined where there is none. */
function passwordIn(file: string): string | undefined {
  try {
    const users: unknown = JSON.parse(readFileSync(file, "utf8"));
    const entry: unknown = typeof users === "object" && users !== null && user in users ? own(users, user) : undefined;
    return typeof entry === "object" && entry !== null && "password" in entry && typeof entry.password === "string"
      ? entry.password
      : undefined;
  } catch {
    return undefined;
  }
}

/** Written for the owner alone from its first byte on, whatever was there. */
function writeSecret(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  chmodSync(file, 0o600);
}

/**
 * Makes a certificate, its key, a user and a password at the first start, each readable by the owner alone (mode 0600),
 * and finds them again at the next. What is missing or cut off by a crash is made anew: only this instance uses it.
 */
export function ensureStoreAccess(folder: string): StoreAccess {
  const inside = join(folder, "eventstore-access");
  const [certFile, keyFile, usersFile] = [join(inside, "certificate.pem"), join(inside, "key.pem"), join(inside, "users.json")];
  const present = passwordIn(usersFile);
  if (present !== undefined && existsSync(certFile) && existsSync(keyFile))
    return { certFile, keyFile, usersFile, user, password: present };
  mkdirSync(inside, { recursive: true, mode: 0o700 });
  const { cert, key } = selfSignedCertificate();
  const password = randomBytes(32).toString("base64url");
  writeSecret(keyFile, key);
  writeSecret(certFile, cert);
  // Last, as it is what says that all is there.
  writeSecret(usersFile, `${JSON.stringify({ [user]: { password, groups: ["$admins"] } }, null, 2)}\n`);
  return { certFile, keyFile, usersFile, user, password };
}

/**
 * The connection string of a store on this machine: always TLS, as clients keep their credentials to themselves without.
 * By its name, which the certificate has too: TLS knows no addresses as names of servers (RFC 6066), and Node warns of them.
 */
export const storeAddress = (port: number, access: StoreAccess): string =>
  `esdb://${access.user}:${access.password}@localhost:${String(port)}?tls=true&tlsCAFile=${encodeURIComponent(access.certFile)}`;

/** What the event store is started with. */
export const storeArguments = (access: StoreAccess): readonly string[] => [
  "--tls-cert", access.certFile, "--tls-key", access.keyFile, "--users", access.usersFile,
];
