import { command as mutation } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import { bold } from "../print/style.ts";
import { counted } from "../print/words.ts";
import { acting } from "./session.ts";

const ofFlag = mutation("setFlagCleanUp", "flag { name details { cleanUpAfterDays } }");
const ofEnvironment = mutation("setUsualCleanUp", "flagPolicy { environment cleanUpAfterDays }");

interface CleanUp {
  readonly after?: number;
  readonly asUsual?: true;
  readonly in?: string;
  readonly everywhere?: true;
  readonly reason?: string;
}

const when = (afterDays: number | null): string => (afterDays === null ? "as usual" : `after ${counted(afterDays, "day")} of nothing new`);

/** After how long temporary flags are to be cleaned up: some, or all that say nothing of their own, in an environment or everywhere. */
export const cleanUp = acting<CleanUp>(async (session, { args, flags: { after, asUsual, in: environment, everywhere, reason } }) => {
  if ((after === undefined) === (asUsual !== true)) throw usageFailure("After how long? --after DAYS, or --as-usual.");
  if ([args.length > 0, environment !== undefined, everywhere === true].filter(Boolean).length !== 1)
    throw usageFailure("Which? Name flags, an environment with --in, or --everywhere: one of them.");
  const afterDays = after ?? null;
  const said: string[] = [];
  if (environment !== undefined || everywhere === true) {
    await session.client.mutate(ofEnvironment, { environment: environment ?? null, afterDays, reason: reason ?? null });
    said.push(environment ?? "every environment that says nothing of its own");
  }
  for (const flag of args) {
    await session.client.mutate(ofFlag, { flag, afterDays });
    said.push(flag);
  }
  session.show({ cleanUpAfterDays: afterDays, of: said }, () =>
    said.map((name) => `${bold(name)}  is to be cleaned up ${when(afterDays)}`),
  );
});
