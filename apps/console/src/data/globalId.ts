/** The record's own id inside a Relay id (base64url of `Kind:uuid`), for stream names. Null when it is not one. */
export function ownId(globalId: string): string | null {
  try {
    const text = atob(globalId.replaceAll("-", "+").replaceAll("_", "/"));
    return /^[A-Za-z]+:(.+)$/u.exec(text)?.[1] ?? null;
  } catch {
    // Not base64: an address typed by hand. The API says so when it is asked for the record.
    return null;
  }
}
