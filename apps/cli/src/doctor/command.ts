import type { Command } from "commander";
import type { DoctorFlags } from "./examine.ts";
import type { CliCommand } from "../command.ts";

/** Registers `ballast doctor`. Exit code 1 when something keeps Ballast from working. */
function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("check this installation and the running instance, and say how to fix what is wrong")
    .option("--data <folder>", "data folder (default: BALLAST_DATA, or .ballast at the repository's root)")
    .option("--json", "print {healthy, findings} as JSON")
    .action(async (flags: DoctorFlags) => (await import("./examine.ts")).runDoctor(flags));
}

export const command: CliCommand = {
  register: registerDoctor,
  examples: {
    "doctor": ["ballast doctor", "ballast doctor --json"],
  },
};
