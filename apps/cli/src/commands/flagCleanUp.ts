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
  readonly reason?: string;
}

const when = (afterDays: number | null): string => (afterDays === null ? "as usual" : `after ${counted(afterDays, "day")} of nothing new`);

/** After how long temporary flags are to be cleaned up: some of them, or all of an environment that say nothing of their own. */
export const cleanUp = acting<CleanUp>(async (session, { args, flags: { after, asUsual, in: environment, reason } }) => {
  if ((after === undefined) === (asUsual !== true)) throw usageFailure("After how long? --after DAYS, or --as-usual.");
  if ((args.length === 0) === (environment === undefined))
    throw usageFailure("Which? Name flags, or an environment with --in: one of them.");
  const afterDays = after ?? null;
  const said: string[] = [];
  if (environment !== undefined) {
    await session.client.mutate(ofEnvironment, { environment, afterDays, reason: reason ?? null });
    said.push(environment);
  }
  for (const flag of args) {
    await session.client.mutate(ofFlag, { flag, afterDays });
    said.push(flag);
  }
  session.show({ cleanUpAfterDays: afterDays, of: said }, () =>
    said.map((name) => `${bold(name)}  is to be cleaned up ${when(afterDays)}`),
  );
});
