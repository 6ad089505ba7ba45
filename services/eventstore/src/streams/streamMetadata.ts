import { TOMBSTONE_REVISION } from "../storage/records.ts";

/** Who may do what with a stream; a missing entry means the default. */
export type StreamAcl = {
  readonly read?: readonly string[];
  readonly write?: readonly string[];
  readonly delete?: readonly string[];
  readonly metaRead?: readonly string[];
  readonly metaWrite?: readonly string[];
};

/** The members of a stream's metadata that the server acts on. */
export type StreamMetadata = {
  /** Only this many newest events are shown. */
  readonly maxCount?: number;
  /** Only events younger than this many seconds are shown. */
  readonly maxAge?: number;
  /** Events before this revision are hidden; {@link TOMBSTONE_REVISION} and above means deleted, for now. */
  readonly truncateBefore?: number;
  readonly acl?: StreamAcl;
};

export const NO_METADATA: StreamMetadata = {};

/** What a metadata stream itself goes by. */
export const METADATA_OF_METADATA: StreamMetadata = { maxCount: 1 };

/** Reads the metadata event's data. What is not JSON, or not of the right type, counts as not set. */
export function parseStreamMetadata(data: Uint8Array): StreamMetadata {
  const members = parseObject(data);
  if (members === undefined) return NO_METADATA;
  const maxCount = wholeNumber(members["$maxCount"]);
  const maxAge = wholeNumber(members["$maxAge"]);
  const truncateBefore = wholeNumber(members["$tb"]);
  const acl = parseAcl(members["$acl"]);
  return {
    ...(maxCount !== undefined && maxCount > 0 ? { maxCount } : {}),
    ...(maxAge !== undefined && maxAge > 0 ? { maxAge } : {}),
    ...(truncateBefore !== undefined ? { truncateBefore } : {}),
    ...(acl !== undefined ? { acl } : {}),
  };
}

/** Reads the data of an event in `$settings`: the ACLs of streams that have none of their own. */
export function parseDefaultAcls(data: Uint8Array): { user?: StreamAcl; system?: StreamAcl } {
  const members = parseObject(data);
  const user = parseAcl(members?.["$userStreamAcl"]);
  const system = parseAcl(members?.["$systemStreamAcl"]);
  return { ...(user === undefined ? {} : { user }), ...(system === undefined ? {} : { system }) };
}

/** The data of the metadata event that deletes a stream softly. Written as text: 2^63 - 1 is no JavaScript number. */
export function softDeletedMetadata(): Uint8Array {
  return Buffer.from('{"$tb":9223372036854775807}');
}

/** The same metadata with another `$tb`; every other member keeps its text. */
export function withTruncateBefore(data: Uint8Array, truncateBefore: number): Uint8Array {
  const members = parseObject(data) ?? {};
  return Buffer.from(JSON.stringify({ ...members, $tb: truncateBefore }));
}

/** Whether the metadata says that the stream is deleted until it is written again. */
export function isSoftDeleted(metadata: StreamMetadata): boolean {
  return (metadata.truncateBefore ?? 0) >= TOMBSTONE_REVISION;
}

function parseObject(data: Uint8Array): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(data).toString("utf8"), keepBigIntegers);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `$tb` may be 2^63 - 1, which a double would turn into another number: such numbers keep their text. */
function keepBigIntegers(_key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== "number" || Number.isSafeInteger(value) || !Number.isInteger(value)) return value;
  const source = context?.source;
  return source !== undefined && /^-?\d+$/.test(source) ? rawJson(source) : value;
}

type RawJson = { readonly rawJSON: string };

function rawJson(source: string): unknown {
  // Not yet in the library's types.
  const json: object = JSON;
  if (!("rawJSON" in json) || typeof json.rawJSON !== "function") return Number(source);
  const raw: unknown = json.rawJSON(source);
  return raw;
}

function isRawJson(value: unknown): value is RawJson {
  return isRecord(value) && typeof value["rawJSON"] === "string";
}

function wholeNumber(value: unknown): number | undefined {
  const number = isRawJson(value) ? Number(value.rawJSON) : value;
  if (typeof number !== "number" || Number.isNaN(number)) return undefined;
  return Math.min(Math.trunc(number), TOMBSTONE_REVISION);
}

function parseAcl(value: unknown): StreamAcl | undefined {
  if (!isRecord(value)) return undefined;
  const read = roles(value["$r"]);
  const write = roles(value["$w"]);
  const remove = roles(value["$d"]);
  const metaRead = roles(value["$mr"]);
  const metaWrite = roles(value["$mw"]);
  return {
    ...(read !== undefined ? { read } : {}),
    ...(write !== undefined ? { write } : {}),
    ...(remove !== undefined ? { delete: remove } : {}),
    ...(metaRead !== undefined ? { metaRead } : {}),
    ...(metaWrite !== undefined ? { metaWrite } : {}),
  };
}

function roles(value: unknown): readonly string[] | undefined {
  if (typeof value === "string") return [value];
  if (!Array.isArray(value)) return undefined;
  return value.filter((role): role is string => typeof role === "string");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
