import { createCipheriv, createDecipheriv, createHmac, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

/** Signs and seals with one key of 32 bytes; sub-keys by purpose, so that no two uses share one. */
export interface KeyRing {
  sign(purpose: string, value: string): string;
  seal(plain: string): string;
  /** Null when the text was not sealed under this key. */
  open(sealed: string): string | null;
}

/** Makes a key ring from the installation's key. */
export function keyRing(key: Buffer): KeyRing {
  const subKey = (purpose: string): Buffer => createHmac("sha256", key).update(`ballast:${purpose}`).digest();
  return {
    sign: (purpose, value) => createHmac("sha256", subKey(purpose)).update(value).digest("base64url"),
    seal(plain) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", subKey("seal"), nonce);
      const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
      return [nonce, cipher.getAuthTag(), body].map((part) => part.toString("base64url")).join(".");
    },
    open(sealed) {
      const [nonce, tag, body] = sealed.split(".").map((part) => Buffer.from(part, "base64url"));
      if (nonce === undefined || tag === undefined || body === undefined) return null;
      try {
        const decipher = createDecipheriv("aes-256-gcm", subKey("seal"), nonce);
        decipher.setAuthTag(tag);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
      } catch {
        return null; // wrong key or altered text: both mean "not ours"
      }
    },
  };
}

/** What a key is read from: the text itself, else the first line of a file. */
interface KeyPlace {
  readonly given: string | undefined;
  readonly file: string;
}

/** The installation's key, 32 bytes in base64url; null where there is none. @throws {Error} of one that is none */
export function readSecretKey({ given, file }: KeyPlace): Buffer | null {
  const text = given ?? (existsSync(file) ? readFileSync(file, "utf8").trim() : null);
  if (text === null) return null;
  const key = Buffer.from(text, "base64url");
  if (key.length === 32) return key;
  throw new Error(
    `The secret key must be 32 bytes in base64url; this one has ${String(key.length)}. Look at BALLAST_SECRET_KEY or ${file}.`,
  );
}
