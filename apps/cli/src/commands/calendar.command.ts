import type { Command } from "commander";
import { command as mutation } from "@ballast/schema/graphql";
import type { CliCommand } from "../command.ts";
import { acting, addCommand } from "./session.ts";

const openCalendar = mutation("openCalendar", "address token { id }");

const open = acting(async (session, { args: [name = "Calendar"] }) => {
  const payload = await session.client.mutate(openCalendar, { name });
  session.show(payload, () => [
    payload.address ?? "",
    "",
    "Shown this once. Let a calendar subscribe to it; with `?of=me` at its end it has what is yours.",
    "Whoever has the address sees what you may see of what is due, and nothing else, until `ballast token revoke`.",
  ]);
});

/** Registers `ballast calendar …`. */
function registerCalendar(program: Command): void {
  const calendar = program.command("calendar").description("what is due, in the calendar that you have anyway");
  addCommand(calendar, "open [name]", "make an address of a calendar of your own; it is shown once").action(open);
}

export const command: CliCommand = {
  register: registerCalendar,
  examples: {
    "calendar": ["ballast calendar open Phone"],
    "calendar open": ["ballast calendar open", "ballast calendar open Phone --json"],
  },
};
