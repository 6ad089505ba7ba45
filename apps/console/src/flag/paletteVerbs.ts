import { call } from "../api/graphqlClient.ts";
import { nodesOf } from "../data/fields.ts";
import { doing } from "../shell/commands.ts";
import type { Command } from "../shell/commands.ts";
import { names } from "../shell/verbs.ts";
import type { PaletteVerb } from "../shell/verbs.ts";
import { flagsDocument } from "./flagDocuments.ts";
import type { FlagLine, FlagStanding } from "./flagDocuments.ts";
import { shownIn } from "./standings.ts";

/** Flags that can be killed or released: those that Ballast turns and that are in use. */
async function managed(signal: AbortSignal): Promise<readonly FlagLine[]> {
  return nodesOf(
    (await call(flagsDocument, { first: 500, filter: { managed: true, present: true }, sort: "NEED_FIRST" }, { signal })).flags,
  );
}

/** Where a flag is meant: the environment named, else production where it stands so, else where it needs a look most. */
function placeOf({ targetings }: FlagLine, rest: readonly string[], killed: boolean): FlagStanding | undefined {
  return (
    targetings.find(({ environment }) => rest.includes(environment.toLowerCase()))
    ?? targetings.find((one) => one.environment === "production" && one.killed === killed)
    ?? shownIn({ targetings }, undefined)
  );
}

/** Each flag that the words name, killed or released with its preview. */
const offering =
  (killed: boolean): PaletteVerb["offer"] =>
  async (rest, { go, signal }) =>
    (await managed(signal)).flatMap((flag): readonly Command[] => {
      const place = placeOf(flag, rest, killed);
      const words = rest.filter((word) => word !== place?.environment.toLowerCase());
      if (place === undefined || place.killed !== killed || !names(words, flag.name)) return [];
      const { environment, sentence } = place;
      const to = `/flags/${encodeURIComponent(flag.name)}?in=${encodeURIComponent(environment)}&do=kill`;
      const does = killed ? "Release" : "Kill";
      return [
        {
          id: `${does}-${flag.id}`, title: `${does} ${flag.name} in ${environment}`, note: sentence, group: doing, icon: "flags",
          run: () => go(to),
        },
      ];
    });

/** What the palette can do with flags: always with the preview before it. */
export const flagVerbs: readonly PaletteVerb[] = [
  { name: "kill", sayings: ["kill", "turn off", "switch off"], offer: offering(false) },
  { name: "releaseKill", sayings: ["unkill", "release kill", "turn back on"], offer: offering(true) },
];
