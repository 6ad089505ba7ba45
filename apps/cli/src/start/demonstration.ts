import { fork } from "node:child_process";
import { bundleOf, compiledFolder } from "../build/entries.ts";
import type { FromDemonstration, ToDemonstration } from "../demo/messages.ts";
import type { RunningBallast } from "./ballast.ts";
import { applicationTokenFile } from "./credential.ts";
import { reasonOf } from "./failure.ts";
import { wordsOf } from "./keptPart.ts";
import { nodeFlags } from "./parts.ts";
import type { Progress } from "./progress.ts";

/** The demonstration of a running instance, told by a process of its own. */
export interface Demonstration {
  /** Its history and fleet; does nothing where that was done before. A failure is shown and leaves the instance running. */
  company(): Promise<void>;
  /** A year of history behind it, while everything runs. */
  year(): Promise<void>;
  /** Ends the process, whatever it is at. */
  end(): void;
}

/** Starts the process that tells it. */
export function beginDemonstration(
  { addresses, credential, folder }: RunningBallast,
  { progress, year }: { readonly progress: Progress; readonly year: boolean },
): Demonstration {
  const child = fork(bundleOf("demonstration"), {
    execArgv: [...nodeFlags()], stdio: ["ignore", "inherit", "inherit", "ipc"],
    env: { ...process.env, NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? compiledFolder() },
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => { resolve(reasonOf(error)); });
    child.once("exit", (code, signal) => { resolve(`its process ${wordsOf({ code, signal, lastLines: [] })}`); });
  });
  let over = false;
  /** Whether there was anything to tell. @throws what it failed with */
  const told = (asked: ToDemonstration, say: (what: string) => void): Promise<boolean> =>
    new Promise((resolve, reject) => {
      const hear = (message: FromDemonstration): void => {
        if ("said" in message) return say(message.said);
        child.off("message", hear);
        if ("failed" in message) reject(new Error(message.failed));
        else resolve(message.news);
      };
      child.on("message", hear);
      void ended.then((why) => { reject(new Error(why)); });
      // One that has ended already says so itself.
      child.send(asked, () => undefined);
    });
  const seeded = { url: addresses.api, credential, eventstore: addresses.eventstore, tokenFile: applicationTokenFile(folder), year };
  return {
    async company() {
      progress.begin("Demonstration");
      try {
        await told({ stage: "company", seeded }, (what) => { progress.note(what); });
        progress.done("Demonstration");
      } catch (error) {
        if (over) return;
        progress.failed(
          "Demonstration", `  ! Demonstration could not be prepared: ${reasonOf(error)}\n    The rest works; \`npm start -- --empty\` starts without it.`,
        );
      }
    },
    async year() {
      const title = "A year of history";
      let begun = false;
      const say = (what: string): void => {
        if (!begun) progress.begin(title);
        begun = true;
        progress.note(what);
      };
      try {
        if (await told({ stage: "year" }, say)) progress.done(title);
      } catch (error) {
        if (!over) progress.failed(title, `  ! ${title} is not whole: ${reasonOf(error)}\n    The next start goes on with it.`);
      }
    },
    end() {
      over = true;
      child.kill("SIGTERM");
    },
  };
}
