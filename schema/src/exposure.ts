/**
 * Who sees a release while it is exposed to a share of customers.
 *
 * A customer's place is a fixed number for each service, so that raising the share only ever adds customers
 * and the same customer always lands on the same side. It stands in this package because the router that
 * divides the traffic and the rules that count who was affected must agree to the last customer.
 *
 * The hash, for whoever has to repeat it elsewhere: FNV-1a (32 bits) over the UTF-8 bytes of
 * `service + "\0" + customer`, then the finalizer of MurmurHash3 (fmix32), modulo 100,000. The finalizer is
 * needed: FNV-1a alone leaves neighbouring ids ("c-1", "c-2") in neighbouring places.
 */

/** Number of places; one place is a thousandth of a percent. */
export const EXPOSURE_BUCKETS = 100_000;

/** What a deploy step exposes: a share of all customers, and customers by name on top of it. */
export type Exposure = {
  /** 0 to 100; finer than a thousandth of a percent is rounded. Absent: nobody by share. */
  readonly percent?: number | undefined;
  /** Customers who are exposed whatever their place. */
  readonly customers?: readonly string[] | undefined;
};

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

function addByte(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, FNV_PRIME);
}

/** Adds one code point as UTF-8; a lone surrogate counts as U+FFFD, as TextEncoder has it. */
function addCodePoint(hash: number, codePoint: number): number {
  const point = codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint;
  if (point < 0x80) return addByte(hash, point);
  const last = 0x80 | (point & 0x3f);
  if (point < 0x800) return addByte(addByte(hash, 0xc0 | (point >> 6)), last);
  const middle = 0x80 | ((point >> 6) & 0x3f);
  if (point < 0x10000) return addByte(addByte(addByte(hash, 0xe0 | (point >> 12)), middle), last);
  const second = 0x80 | ((point >> 12) & 0x3f);
  return addByte(addByte(addByte(addByte(hash, 0xf0 | (point >> 18)), second), middle), last);
}

function avalanche(hash: number): number {
  let mixed = hash ^ (hash >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** The customer's place for this service: a whole number from 0 to 99,999, the same for ever. */
export function bucketOf(service: string, customer: string): number {
  let hash = FNV_OFFSET;
  for (const character of `${service}\0${customer}`) hash = addCodePoint(hash, character.codePointAt(0) ?? 0);
  return avalanche(hash) % EXPOSURE_BUCKETS;
}

/** Whether this customer is served by the exposed release. More exposure never takes a customer away. */
export function isExposed(exposure: Exposure, service: string, customer: string): boolean {
  if (exposure.customers?.includes(customer)) return true;
  const percent = exposure.percent ?? 0;
  return bucketOf(service, customer) < Math.round((percent * EXPOSURE_BUCKETS) / 100);
}
