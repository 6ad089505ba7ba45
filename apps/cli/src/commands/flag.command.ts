import type { Command } from "commander";
import { flagKinds, valueTypes } from "@ballast/schema";
import type { CliCommand } from "../command.ts";
import { cleanUp } from "./flagCleanUp.ts";
import { engine } from "./flagEngine.ts";
import { history } from "./flagHistory.ts";
import { explain, list, show } from "./flagReading.ts";
import { refs } from "./flagRefs.ts";
import { approve, decline, requests } from "./flagRequests.ts";
import { archive, register } from "./flagRegistering.ts";
import { kill, override, ramp, release, revert, set } from "./flagTurning.ts";
import { addCommand } from "./session.ts";
import { collect, momentOption, oneOf, parseCount, parseDuration, parseList, parsePercent, typedOption } from "./values.ts";

const states = ["killed", "ramping", "onForSome", "toCleanUp", "onForEveryone", "off"] as const;

const inEnvironment = (command: Command): Command => command.option("--in <environment>", "in this environment", "production");
const why = (command: Command): Command =>
  command.option("--reason <text>", "why").option("--incident <number>", "the incident that it is for, as INC-12");
const shown = (command: Command): Command => command.option("--dry-run", "change nothing; say what would happen to whom");

/** Options of what can also be asked for. */
const changing = (command: Command): Command =>
  shown(why(inEnvironment(command)))
    .option("--propose", "ask for a second person's word")
    .option("--at <moment>", "ask for it to be made then", momentOption)
    .option("--rebucket <key>", "the flag's key again, where its customers may be divided anew");

function addReading(flag: Command): void {
  addCommand(flag, "list", "flags, what needs a look first")
    .option("--in <environment>", "in this environment")
    .option("--service <name>", "of this service")
    .option("--kind <kind>", flagKinds.join(", "), oneOf(flagKinds))
    .option("--state <state>", states.join(", "), oneOf(states))
    .option("--text <words>", "with these words in their name, description or notes")
    .option("--removed", "those that were archived or removed")
    .option("--limit <number>", "at most so many", parseCount, 50)
    .action(list);
  addCommand(
    flag,
    "show <key> [name]",
    "one flag with its history; one of another system by SERVICE NAME, name@environment where it is set for one",
  )
    .option("--steps <number>", "so many changes", parseCount, 20)
    .action(show);
  addCommand(flag, "history <key>", "everything that changed a flag, newest first")
    .option("--in <environment>", "in this environment; in all unless told")
    .option("--csv", "all of it as CSV, on standard output")
    .action(history);
  inEnvironment(addCommand(flag, "explain <key> <customer>", "why a customer gets what it gets, question by question"))
    .option("--as-of <moment>", "as it was then", momentOption)
    .action(explain);
  addCommand(flag, "refs [folder] [keys...]", "where code of a git work tree asks for flags; all that are managed unless named").action(
    refs,
  );
}

function addRegistering(flag: Command): void {
  addCommand(flag, "register <key>", "registers a flag, off for everyone")
    .requiredOption("--kind <kind>", flagKinds.join(", "), oneOf(flagKinds))
    .option("--description <text>", "what it is", "")
    .option("--owner <person>", "who looks after it; you unless told")
    .option("--expires <moment>", "when it should be gone", momentOption)
    .option("--service <name>", "a service that it concerns; may be given several times", collect, [])
    .option("--in <environment>", "where it begins; may be given several times", collect, [])
    .option("--type <type>", valueTypes.join(", "), oneOf(valueTypes), "boolean")
    .option("--variant <name=value>", "what it can give, the value as JSON; may be given several times", collect, [])
    .option("--off <name>", "what a kill gives", "off")
    .option("--seed <text>", "by which customers are divided, for ever")
    .option("--bucket-by <attribute>", "the attribute by which customers are divided; their id unless told")
    .action(register);
  shown(addCommand(flag, "engine <key>", "what divides a flag's customers, or another engine for it"))
    .option("--to <engine>", "another one, as flagd-core@4.0.1+compiler.1")
    .option("--reason <text>", "why")
    .option("--rebucket <key>", "the flag's key again, where its customers may be divided anew")
    .action(engine);
  addCommand(flag, "clean-up [keys...]", "after how long of nothing new temporary flags are to be cleaned up, and their owners told")
    .option("--after <days>", "after so many days", parseCount)
    .option("--as-usual", "as usual: what the environment says, else what all do, else seven days")
    .option("--in <environment>", "what is usual in an environment, for flags that say nothing of their own")
    .option("--everywhere", "what is usual in all environments, where one says nothing of its own")
    .option("--reason <text>", "why, of an environment or of all")
    .action(cleanUp);
  addCommand(flag, "archive <key>", "ends a flag: applications get their code default")
    .option("--reason <text>", "why it is not needed any more")
    .action(archive);
}

function addTurning(flag: Command): void {
  changing(addCommand(flag, "set <key>", "gives a flag to another share of customers, or sets its rules"))
    .option("--to <percent>", "share of customers, as 25%", parsePercent)
    .option("--rules <file>", "its rules whole, as JSON")
    .action(set);
  changing(addCommand(flag, "ramp <key>", "up by steps, each watched; or holds, resumes or stops the ramp that goes on"))
    .option("--steps <percents>", "the shares, as 1,5,25,100", (text) => parseList(text).map(parsePercent))
    .addOption(typedOption("--bake <time>", "how long each step is watched", { parse: parseDuration, otherwise: "10m" }))
    .option("--hold", "hold it where it is")
    .option("--resume", "let it go on")
    .option("--stop", "end it where it stands")
    .action(ramp);
  shown(
    why(
      inEnvironment(addCommand(flag, "kill <key>", "turns a flag off for everyone, above everything; asks nobody and waits for nothing")),
    ),
  ).action(kill);
  shown(
    inEnvironment(addCommand(flag, "release <key>", "lifts the kills of a flag and restores exactly what was there")).option(
      "--reason <text>",
      "why it is safe again",
    ),
  ).action(release);
  changing(addCommand(flag, "override <key> <customer> [variant]", "gives one customer a variant by name, or puts it back to the rules"))
    .option("--until <moment>", "until then", momentOption)
    .option("--clear", "back to the rules")
    .action(override);
  changing(addCommand(flag, "revert <key>", "back to how it was after an earlier change"))
    .option("--to <change>", "its number, from `ballast flag show`", parseCount)
    .action(revert);
}

function addDeciding(flag: Command): void {
  addCommand(flag, "requests", "changes that wait for a second person's word, or for their moment")
    .option("--in <environment>", "in this environment; in all unless told")
    .option("--all", "with those that were decided")
    .action(requests);
  const deciding = (usage: string, description: string): Command =>
    inEnvironment(addCommand(flag, usage, description)).option("--change <id>", "which one, where several wait; its beginning is enough");
  deciding("approve <key>", "a second person's word for a change: it is made, or waits for its moment")
    .option("--rebucket <key>", "the flag's key again, where its customers may be divided anew")
    .action(approve);
  deciding("decline <key>", "a change is not made; whoever asked for it takes it back")
    .option("--reason <text>", "why not")
    .action(decline);
}

/** Registers `ballast flag …`. */
function registerFlag(program: Command): void {
  const flag = program
    .command("flag")
    .description("flags: who sees what, everything that changed it, and the switch that saves an incident");
  addReading(flag);
  addRegistering(flag);
  addTurning(flag);
  addDeciding(flag);
}

export const command: CliCommand = {
  register: registerFlag,
  examples: {
    "flag": ["ballast flag list --in production", "ballast flag kill one-page-pay"],
    "flag list": ["ballast flag list --in production --state killed", "ballast flag list --service checkout --text pay --json"],
    "flag show": ["ballast flag show one-page-pay", "ballast flag show checkout one-page-pay@production --json"],
    "flag history": ["ballast flag history one-page-pay --in production", "ballast flag history one-page-pay --csv"],
    "flag explain": ["ballast flag explain one-page-pay acme", "ballast flag explain one-page-pay acme --as-of '2h ago' --json"],
    "flag refs": ["ballast flag refs ../checkout", "ballast flag refs . one-page-pay --json"],
    "flag register": [
      "ballast flag register one-page-pay --kind release --service checkout --expires 2026-12-12",
      "ballast flag register theme --kind experiment --type string --variant blue=blue --variant off=grey",
    ],
    "flag engine": ["ballast flag engine one-page-pay", "ballast flag engine one-page-pay --to flagd-core@4.0.1+compiler.1 --dry-run"],
    "flag clean-up": [
      "ballast flag clean-up one-page-pay --after 30",
      "ballast flag clean-up --in production --after 14 --reason 'we ship weekly'",
      "ballast flag clean-up --everywhere --after 30",
    ],
    "flag archive": ["ballast flag archive one-page-pay --reason 'everyone has it'"],
    "flag set": [
      "ballast flag set one-page-pay --to 25% --reason 'goes well' --dry-run",
      "ballast flag set one-page-pay --rules rules.json --propose --reason 'Germany first'",
    ],
    "flag ramp": [
      "ballast flag ramp one-page-pay --steps 1,5,25,100 --bake 30m",
      "ballast flag ramp one-page-pay --hold --reason 'support asks'",
    ],
    "flag kill": ["ballast flag kill one-page-pay", "ballast flag kill one-page-pay --in production --incident INC-12"],
    "flag release": ["ballast flag release one-page-pay --reason 'ruled out as cause'"],
    "flag override": [
      "ballast flag override one-page-pay acme on --reason pilot --until 2026-12-12",
      "ballast flag override one-page-pay acme --clear",
    ],
    "flag requests": ["ballast flag requests --in production", "ballast flag requests --all --json"],
    "flag approve": ["ballast flag approve one-page-pay"],
    "flag decline": ["ballast flag decline one-page-pay --reason 'not on a Friday'"],
    "flag revert": ["ballast flag revert one-page-pay --to 4 --dry-run"],
  },
};
