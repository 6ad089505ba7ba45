import { exitCodes } from "../client/failure.ts";
import { endedWell } from "./deployView.ts";
import type { Session } from "./session.ts";
import { changesBetween, watchDeploy } from "./watchDeploy.ts";

/** Follows a deploy on the terminal and ends with a code that says how it went. */
export async function follow(session: Session, id: string): Promise<void> {
  const last = await watchDeploy(session.client, id, {
    onChange: (deploy, former) => { for (const line of changesBetween(deploy, former)) session.say(line); },
  });
  if (session.json) session.show(last, () => []);
  else session.say(`${last.sentence}\n${session.client.connection.url}/deploys/${last.id}`);
  if (!endedWell(last)) session.endWith(exitCodes.endedBadly);
}
