import { createHash, randomBytes, scryptSync, timingSafeEqual } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

/** Someone who may sign in. */
export type User = { readonly name: string; readonly passwordHash: string; readonly groups: readonly string[] };

/** Thrown for a users file that cannot be used. */
export class UsersFileError extends Error {
  constructor(file: string, reason: string) {
    super(`The users file ${file} ${reason}`);
    this.name = "UsersFileError";
  }
}

const KEY_LENGTH = 32;

/**
 * Reads a users file: JSON `{name: {password | passwordHash, groups}}`. It holds secrets, so it must be readable by
 * its owner alone.
 *
 * @throws UsersFileError
 */
export function readUsersFile(file: string): User[] {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsersFileError(file, "does not exist");
  if ((stats.mode & 0o077) !== 0) throw new UsersFileError(file, "can be read by others: set its mode to 0600");
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new UsersFileError(file, "is not JSON");
  }
  if (!isRecord(parsed)) throw new UsersFileError(file, "must be an object of users by name");
  return Object.entries(parsed).map(([name, entry]) => toUser(file, name, entry));
}

function toUser(file: string, name: string, entry: unknown): User {
  if (!isRecord(entry)) throw new UsersFileError(file, `says nothing usable about ${name}`);
  const { password, passwordHash } = entry;
  const groups = Array.isArray(entry["groups"]) ? entry["groups"].filter(isText) : [];
  if (isText(passwordHash)) return { name, passwordHash, groups };
  if (isText(password)) return { name, passwordHash: hashPassword(password), groups };
  throw new UsersFileError(file, `gives ${name} neither password nor passwordHash`);
}

/** `scrypt$salt$hash`, both in base64. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `scrypt$${salt.toString("base64")}$${scryptSync(password, salt, KEY_LENGTH).toString("base64")}`;
}

function isPasswordOf(user: User, password: string): boolean {
  const [scheme, salt = "", hash = ""] = user.passwordHash.split("$");
  if (scheme !== "scrypt") return false;
  const expected = Buffer.from(hash, "base64");
  if (expected.byteLength !== KEY_LENGTH) return false;
  return timingSafeEqual(scryptSync(password, Buffer.from(salt, "base64"), KEY_LENGTH), expected);
}

/**
 * Finds the user of an `authorization` header. scrypt is slow by design, so headers that were right are remembered,
 * as their hash.
 */
export class Authenticator {
  readonly #users: ReadonlyMap<string, User>;
  readonly #verified = new Map<string, User>();

  constructor(users: readonly User[]) {
    this.#users = new Map(users.map((user) => [user.name, user]));
  }

  /** Undefined when the header is not Basic, the user unknown or the password wrong. */
  authenticate(header: string): User | undefined {
    const key = createHash("sha256").update(header).digest("base64");
    const known = this.#verified.get(key);
    if (known !== undefined) return known;
    const [scheme = "", encoded = ""] = header.split(" ");
    if (scheme.toLowerCase() !== "basic") return undefined;
    const text = Buffer.from(encoded, "base64").toString("utf8");
    const colon = text.indexOf(":");
    const user = this.#users.get(text.slice(0, colon));
    if (colon < 0 || user === undefined || !isPasswordOf(user, text.slice(colon + 1))) return undefined;
    this.#verified.set(key, user);
    return user;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
