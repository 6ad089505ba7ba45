/** What the API answers to a request for a link. */
function urlIn(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || !("url" in body)) return undefined;
  return typeof body.url === "string" ? body.url : undefined;
}

/**
 * Asks the API for a one-time link that signs its opener in (valid ten minutes).
 * @param url the API's origin
 * @param credential the instance's local credential
 * @throws when the API gives none
 */
export async function requestSignInLink(url: string, credential: string): Promise<string> {
  const response = await fetch(new URL("/local/sign-in-link", url), {
    method: "POST",
    headers: { authorization: `Bearer ${credential}` },
    signal: AbortSignal.timeout(10_000),
  });
  const link = response.ok ? urlIn(await response.json()) : undefined;
  if (link === undefined) throw new Error(`The API gave no sign-in link (it answered ${String(response.status)}).`);
  return link;
}
