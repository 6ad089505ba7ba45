/** The id a page's link carries may be the bare one of the log; the API wants the global one. */
export function pageId(given: string): string {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(given)
    ? btoa(`Page:${given.toLowerCase()}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "")
    : given;
}
