import { createHash } from "node:crypto";

const rotated = (value: number, by: number): number => (value << by) | (value >>> (32 - by));
const mixed = (word: number): number => Math.imul(rotated(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593);

/** MurmurHash3 (x86, 32 bit) of a text's UTF-8, unsigned. Public domain: https://github.com/aappleby/smhasher */
export function murmur3(text: string, seed = 0): number {
  const bytes = Buffer.from(text, "utf8");
  const whole = bytes.length - (bytes.length % 4);
  let hash = seed;
  for (let at = 0; at < whole; at += 4) hash = Math.imul(rotated(hash ^ mixed(bytes.readInt32LE(at)), 13), 5) + 0xe6546b64;
  let rest = 0;
  for (let at = bytes.length - 1; at >= whole; at -= 1) rest = (rest << 8) | bytes.readUInt8(at);
  hash ^= mixed(rest) ^ bytes.length;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * Where Unleash places somebody, from 1 to `of`: murmur3 of "group:id".
 * https://docs.getunleash.io/reference/stickiness and https://github.com/Unleash/client-specification
 */
export const unleashPlace = (
  id: string,
  { group, of = 100, seed = 0 }: { readonly group: string; readonly of?: number; readonly seed?: number },
): number => (murmur3(`${group}:${id}`, seed) % of) + 1;

/**
 * Where LaunchDarkly places somebody, from 0 to 1: the first 15 hex digits of the SHA-1 of "key.salt.id", or "seed.id".
 * https://github.com/launchdarkly/go-server-sdk-evaluation/blob/v3/evaluator_bucketing.go
 */
export function launchDarklyPlace(prefix: string, id: string): number {
  const hex = createHash("sha1").update(`${prefix}.${id}`).digest("hex").slice(0, 15);
  // As the product does: single precision.
  return Math.fround(Math.fround(Number(BigInt(`0x${hex}`))) / Math.fround(Number(0xfffffffffffffffn)));
}

/**
 * Where Flagsmith places somebody, from 0 to 100: MD5 of the ids, with commas between.
 * https://github.com/Flagsmith/flagsmith-engine/blob/main/flag_engine/utils/hashing.py
 */
export function flagsmithPlace(ids: readonly string[], times = 1): number {
  const text = Array.from({ length: times }, () => ids).flat().join(",");
  const number = BigInt(`0x${createHash("md5").update(text).digest("hex")}`);
  const place = (Number(number % 9999n) / 9998) * 100;
  return place === 100 ? flagsmithPlace(ids, times + 1) : place;
}
