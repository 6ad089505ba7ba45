import type { DeployEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { absentDeploy, type Deploy } from "./deploy.ts";
import type { DeployCommand } from "./deployCommands.ts";
import { decideEnd } from "./ending.ts";
import { evolveDeploy } from "./evolve.ts";
import { decideProgress } from "./progressing.ts";
import { decideRequest } from "./requesting.ts";
import { decideSteering } from "./steering.ts";

function decide(command: DeployCommand, deploy: Deploy): readonly DeployEvent[] {
  switch (command.type) {
    case "RequestDeploy":
    case "RequestRollback":
    case "ObserveDeploy":
    case "ChangeObservation":
    case "Cancel":
      return decideRequest(command, deploy);
    case "Pause":
    case "Resume":
    case "Promote":
    case "Abort":
    case "Hold":
    case "LiftHold":
    case "Preempt":
      return decideSteering(command, deploy);
    case "Start":
    case "ReplaceRun":
    case "RecordPrepared":
    case "StartStep":
    case "ShiftTraffic":
    case "ReachVerdict":
    case "ExtendBake":
    case "PassStep":
    case "StartSoak":
    case "Succeed":
      return decideProgress(command, deploy);
    default:
      return decideEnd(command, deploy);
  }
}

/**
 * A deploy or a rollback: requested, carried out once, steered by people and incidents, ended in a known state.
 * What its workflow reports too late, after an abort or a pre-emption, decides nothing.
 */
export const deployDecider = aggregate("deploy", {
  initialState: absentDeploy, evolve: evolveDeploy, decide, keyOf: (commandId: string) => [commandId],
});
