import { draftsBelongTo } from "./draftStore.ts";
import { clientError } from "./errors.ts";
import { getSession, signIn } from "./session.ts";
import type { Credentials, Session } from "./session.ts";
import { sessionRenewed } from "./sessionEnd.ts";

let known: Session | null = null;

/** Who this window works for, as last known. */
export const knownSession = (): Session | null => known;

/** Takes note of who is signed in: what somebody else typed here is forgotten. */
export function knowSession(session: Session | null): void {
  known = session;
  if (session !== null) draftsBelongTo(session.person.id);
}

/**
 * Takes the session up again under the open page: with a name and password, or, with `null`, by what another window
 * did meanwhile. Somebody else's sign-in starts the console anew.
 * @throws ApiError when refused, or when nobody has signed in elsewhere
 */
export async function signInAgain(credentials: Credentials | null): Promise<void> {
  const before = known;
  const session = credentials === null ? await getSession() : await signIn(credentials);
  if (session === null)
    throw clientError(
      "NOT_SIGNED_IN",
      "Nobody has signed in yet.",
      "Give your name and password, or open a fresh link in another window and press again.",
    );
  knowSession(session);
  if (before !== null && before.person.id !== session.person.id) location.assign("/");
  sessionRenewed();
}
