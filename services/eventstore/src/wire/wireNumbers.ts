/** The revision of a tombstone as clients see it: 2^63 - 1. */
export const WIRE_TOMBSTONE = "9223372036854775807";
