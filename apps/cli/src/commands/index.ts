import type { Command } from "commander";
import { registerDoctor } from "../doctor/command.ts";
import { registerStart } from "../start/command.ts";

/** Every command registers itself on the program; add yours to the list. */
export const commands: readonly ((program: Command) => void)[] = [registerStart, registerDoctor];
