import type { AuthProvider } from "ra-core";
import { ApiError, needsSignIn } from "./errors.ts";
import { forgetDrafts } from "./draftStore.ts";
import { getSession, signIn, signOut } from "./session.ts";
import type { Credentials, Session } from "./session.ts";
import { sessionEnded } from "./sessionEnd.ts";
import { knownSession, knowSession } from "./signInAgain.ts";

/** On its way: several parts of a view ask at the same time. */
let asking: Promise<Session | null> | undefined;

/** Who is signed in, asked of the server once. */
async function current(): Promise<Session | null> {
  const known = knownSession();
  if (known !== null) return known;
  asking ??= getSession().finally(() => (asking = undefined));
  const asked = await asking;
  // Someone may have signed in while the question was on its way: a late "nobody" must not undo that.
  if (knownSession() === null) knowSession(asked);
  return knownSession();
}

/** react-admin's view of the cookie session. Permissions are the API's names (`deploy.run`); every right is checked again there. */
export const authProvider: AuthProvider = {
  supportAbortSignal: true,
  login: async (credentials: Credentials) => {
    knowSession(await signIn(credentials));
  },
  logout: async () => {
    // Also called where the session was found to have ended: then whoever comes back finds what they typed.
    if (knownSession() !== null) {
      await signOut();
      forgetDrafts();
    }
    knowSession(null);
    return "/sign-in";
  },
  checkAuth: async () => {
    const session = await current().catch((error: unknown) => {
      // A server that does not answer has not signed anyone out: the pages say that it is away and try again.
      if (error instanceof ApiError) return undefined;
      throw error;
    });
    if (session === null) throw Object.assign(new Error("Sign in first."), { redirectTo: "/sign-in", message: false });
  },
  checkError: async (error: unknown) => {
    // Never away from the page: what is typed there would be lost. It asks to sign in again where it stands.
    if (needsSignIn(error)) sessionEnded();
  },
  getIdentity: async () => {
    const session = await current();
    if (session === null) throw new Error("Nobody is signed in.");
    return { id: session.person.id, fullName: session.person.name, roles: session.person.roles, via: session.via };
  },
  getPermissions: async () => (await current())?.permissions ?? [],
};
