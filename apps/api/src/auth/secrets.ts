import { hash, randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { turns } from "./turns.ts";

/** Work factor of scrypt: 2^15 rounds of 8 blocks, 32 MiB, some 60 ms. */
const scryptOptions = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
const keyBytes = 32;

/** Of the four threads that also read files and look names up, two at most; a few seconds' worth may wait. */
const derivations = turns({ atOnce: 2, waiting: 100 });

const derive = (password: string, salt: Buffer): Promise<Buffer> =>
  derivations.take(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        scrypt(password.normalize("NFKC"), salt, keyBytes, scryptOptions, (error, key) => (error === null ? resolve(key) : reject(error)));
      }),
  );

/** Hashes a password: `salt.key`, both base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString("base64url")}.${(await derive(password, salt)).toString("base64url")}`;
}

/** Checks a password against `hashPassword`'s answer in constant time. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const [salt, key] = hash.split(".");
  if (salt === undefined || key === undefined) return false;
  return sameBytes(await derive(password, Buffer.from(salt, "base64url")), Buffer.from(key, "base64url"));
}

/** A new secret with 256 bits of randomness, base64url. */
export const newSecret = (): string => randomBytes(32).toString("base64url");

/** SHA-256 in hexadecimal: enough for secrets that are random themselves. */
export const sha256 = (value: string | Buffer): string => hash("sha256", value);

/** Compares two texts without telling by time where they differ; that they are not of one length may be seen. */
export const sameText = (left: string, right: string): boolean => sameBytes(Buffer.from(left), Buffer.from(right));

const sameBytes = (left: Buffer, right: Buffer): boolean => left.length === right.length && timingSafeEqual(left, right);
