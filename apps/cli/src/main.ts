import { program } from "commander";
import { commands } from "./commands/index.ts";

program.name("ballast").description("Releases, deploys, rollbacks and incidents on one event log").version("0.1.0").showHelpAfterError();
for (const register of commands) register(program);
await program.parseAsync();
