import type { PaletteVerb } from "./verbs.ts";

/** What the shell itself can do. */
export const ownVerbs: readonly PaletteVerb[] = [
  {
    name: "signOut",
    sayings: ["sign out", "log out", "logout", "signout"],
    offer: async (_rest, { signOut }) => [{ id: "sign-out", title: "Sign out", group: "Account", icon: "leave", run: signOut }],
  },
];
