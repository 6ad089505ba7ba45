import type { Command } from "commander";
import { registerDoctor } from "../doctor/command.ts";
import { registerEventstore } from "../eventstore/command.ts";
import { registerStart } from "../start/command.ts";
import { registerCompletion } from "./completion.ts";
import { registerDemo } from "./demo.ts";
import { registerDeploy } from "./deploy.ts";
import { registerImport } from "./import.ts";
import { registerIncident } from "./incident.ts";
import { registerOncall } from "./oncall.ts";
import { registerQuery } from "./query.ts";
import { registerRelease } from "./release.ts";
import { registerReport } from "./report.ts";
import { registerRollback } from "./rollback.ts";
import { registerService } from "./service.ts";
import { registerTail } from "./tail.ts";
import { registerToken } from "./token.ts";

/** Every command registers itself on the program; add yours to the list. */
export const commands: readonly ((program: Command) => void)[] = [
  registerStart, registerDoctor, registerDemo,
  registerService, registerRelease, registerDeploy, registerRollback,
  registerIncident, registerOncall,
  registerImport, registerReport, registerQuery, registerTail, registerToken,
  registerEventstore, registerCompletion,
];
