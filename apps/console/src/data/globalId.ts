/** The record's own id inside a Relay id (base64url of `Kind:uuid`), for stream names. Null when it is not one. */
export function ownId(globalId: string): string | null {
  try {
    const text = atob(globalId.replaceAll("-", "+").replaceAll("_", "/"));
    return /^[A-Z][A-Za-z]*:(.+)$/u.exec(text)?.[1] ?? null;
  } catch {
    // Not base64: an address typed by hand. The API says so when it is asked for the record.
    return null;
  }
}

/** Relay's id of a record: base64url without padding, as the API makes it. */
export function globalId(kind: string, id: string): string {
  return btoa(`${kind}:${id}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
