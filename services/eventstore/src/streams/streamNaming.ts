const METADATA_PREFIX = "$$";

/** The stream that holds the metadata of `stream`. */
export function metadataStreamOf(stream: string): string {
  return METADATA_PREFIX + stream;
}

/** Whether `stream` holds the metadata of another. */
export function isMetadataStream(stream: string): boolean {
  return stream.startsWith(METADATA_PREFIX);
}

/** The stream whose metadata `metadataStream` holds. */
export function ownerOf(metadataStream: string): string {
  return metadataStream.slice(METADATA_PREFIX.length);
}

/** Whether `stream` belongs to the server rather than to its users. */
export function isSystemStream(stream: string): boolean {
  return stream.startsWith("$");
}

/** Whether `stream` is one of the built-in category and event-type streams, which only the server writes. */
export function isBuiltInStream(stream: string): boolean {
  return stream.startsWith("$ce-") || stream.startsWith("$et-");
}

/** Longest name of a stream and of an event's type, in characters: what a filter costs for one event depends on it. */
export const LONGEST_NAME = 4096;

/** Whether `stream` cannot be the name of a stream. */
export function isInvalidStreamName(stream: string): boolean {
  return stream.length > LONGEST_NAME || stream === "" || stream === METADATA_PREFIX || stream.startsWith("$$$$");
}

/** The built-in streams that an event in `stream` of type `type` is linked from. System events are in none. */
export function builtInStreamsFor(stream: string, type: string): readonly string[] {
  if (isSystemStream(stream)) return [];
  const dash = stream.indexOf("-");
  const byCategory = dash > 0 ? [`$ce-${stream.slice(0, dash)}`] : [];
  return type.startsWith("$") ? byCategory : [...byCategory, `$et-${type}`];
}
