import { doing } from "../shell/commands.ts";
import type { PaletteVerb } from "../shell/verbs.ts";

/** What the palette can do about readiness. */
export const readinessVerbs: readonly PaletteVerb[] = [
  {
    name: "askOwners",
    sayings: ["ask owners", "ask the owners", "who is not ready"],
    offer: async (_, { go }) => [
      {
        id: "askOwners", title: "Ask the owners about what is not met", group: doing, icon: "readiness", run: () => go("/readiness?ask=1"),
      },
    ],
  },
  {
    name: "listTechnology",
    sayings: ["list technology", "add technology", "put on the list"],
    offer: async (_, { go }) => [
      {
        id: "listTechnology", title: "Put a technology on the list", group: doing, icon: "readiness", run: () =>
          go("/policies?technology=new"),
      },
    ],
  },
];
