import type { Command } from "commander";
import { tellStory } from "../demo/story.ts";
import { acting, withCommonOptions } from "./session.ts";

const demo = acting(async (session) => {
  const told = await tellStory(session);
  session.show(told, () => ["", "Look at it:", `  the failing deploy   ${told.urls.failing}`, `  the incident         ${told.urls.incident}`, `  everything now       ${told.urls.now}`, "  To sign in           npx ballast sign-in"]);
});

/** Registers `ballast demo`. */
export function registerDemo(program: Command): void {
  withCommonOptions(program.command("demo").description("tell the demonstration's story on the running instance: a good deploy, a bad one that goes back by itself, its incident and page; ends with 0 only when each thing happened"))
    .action(demo);
}
