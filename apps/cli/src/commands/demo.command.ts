import type { Command } from "commander";
import { localConnection } from "../client/connection.ts";
import { isPrepared, until } from "../demo/stage.ts";
import { tellStory } from "../demo/story.ts";
import { readInstance } from "../start/instance.ts";
import { acting, withCommonOptions, type Session } from "./session.ts";
import type { CliCommand } from "../command.ts";

/** While the demonstration is being prepared there is nothing to tell yet. */
async function prepared({ client, say }: Session, data: string | undefined): Promise<void> {
  const folder = localConnection(data)?.folder;
  if (folder === undefined || readInstance(folder)?.mode !== "demo" || (await isPrepared(client))) return;
  say("The demonstration is still being prepared: waiting for it.");
  await until("the demonstration is prepared", 180_000, async () => ((await isPrepared(client)) ? true : null));
}

const demo = acting(async (session, { flags }) => {
  await prepared(session, flags.data);
  const told = await tellStory(session);
  session.show(told, () => [
    "",
    "Look at it:",
    `  the flag             ${told.urls.flag}`,
    `  the failing deploy   ${told.urls.failing}`,
    `  the incident         ${told.urls.incident}`,
    `  everything now       ${told.urls.now}`,
    "  To sign in           npx ballast sign-in",
  ]);
});

/** Registers `ballast demo`. */
function registerDemo(program: Command): void {
  withCommonOptions(
    program
      .command("demo")
      .description(
        "tell the demonstration's story on the running instance: a flag that is ramped and killed, a good deploy, a bad one that goes back by itself, its incident and page; ends with 0 only when each thing happened",
      ),
  ).action(demo);
}

export const command: CliCommand = {
  register: registerDemo,
  examples: {
    "demo": ["ballast demo"],
  },
};
