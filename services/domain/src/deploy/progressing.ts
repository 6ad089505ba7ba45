import type { DeployEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { StartedByAnotherRun } from "../startedByAnotherRun.ts";
import { isElsewhere, isEnding, isFailing, nameOf, type Deploy, type Driven, type GoingDeploy } from "./deploy.ts";
import type { DeployCommandOf, ProgressCommand } from "./deployCommands.ts";
import { driven, goingForward, isOver, notNow } from "./standing.ts";

/** Decides what a workflow reports on the way forward. */
export function decideProgress(command: ProgressCommand, state: Deploy): readonly DeployEvent[] {
  const deploy = driven(state, command.deployId);
  switch (command.type) {
    case "Start":
      return start(command, deploy);
    case "ReplaceRun":
      return replaceRun(command, deploy);
    case "RecordPrepared":
      return recordPrepared(command, deploy);
    case "StartStep":
      return startStep(command, deploy);
    case "ShiftTraffic":
      return shiftTraffic(command, deploy);
    case "ReachVerdict":
      return reachVerdict(command, deploy);
    case "ExtendBake":
      return extendBake(command, deploy);
    case "PassStep":
      return passStep(command, deploy);
    case "StartSoak":
      return startSoak(command, deploy);
    case "Succeed":
      return succeed(command, deploy);
  }
}

function start({ type, now, ...data }: DeployCommandOf<"Start">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.start !== null) {
    if (deploy.start.runId === data.runId && deploy.start.requestEventId === data.requestEventId) return [];
    throw new StartedByAnotherRun(deploy.start);
  }
  if (deploy.status === "ended") throw isOver(deploy, "it cannot be started");
  return [{ type: "DeployStarted", data }];
}

function replaceRun({ type, now, ...data }: DeployCommandOf<"ReplaceRun">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.start === null) throw notNow(deploy, "has not been started", "there is no run to replace");
  if (deploy.start.runId === data.toRunId) return [];
  if (deploy.start.runId !== data.fromRunId) throw new StartedByAnotherRun(deploy.start);
  return [{ type: "DeployRunReplaced", data }];
}

function recordPrepared({ type, now, ...data }: DeployCommandOf<"RecordPrepared">, deploy: Driven): readonly DeployEvent[] {
  return deploy.status !== "going" || isEnding(deploy) || deploy.prepared ? [] : [{ type: "DeployPrepared", data }];
}

function startStep({ type, now, ...data }: DeployCommandOf<"StartStep">, deploy: Driven): readonly DeployEvent[] {
  const what = `step ${data.step} cannot begin`;
  const going = goingForward(deploy, what);
  if (going === null || (going.step !== null && data.step <= going.step.index)) return [];
  refuseFailing(going, what);
  if (going.step !== null && !going.step.passed) throw notNow(going, `is still in step ${going.step.index}`, what);
  return [{ type: "StepStarted", data }];
}

/** What moved is recorded in both directions; a deploy that lost its lane moves nothing any more. */
function shiftTraffic({ type, now, ...data }: DeployCommandOf<"ShiftTraffic">, deploy: Driven): readonly DeployEvent[] {
  if (deploy.status === "ended" || deploy.preemptedBy !== null) return [];
  const { step, percent, customers } = data;
  return sameContent(deploy.traffic, { step, percent, customers }) ? [] : [{ type: "TrafficShifted", data }];
}

function reachVerdict({ type, now, ...data }: DeployCommandOf<"ReachVerdict">, deploy: Driven): readonly DeployEvent[] {
  const going = goingForward(deploy, "there is nothing to judge");
  if (going === null) return [];
  if (going.step === null) throw notNow(going, `is ${going.phase}`, "nobody sees the release yet, so there is nothing to judge");
  if (data.step < going.step.index) return [];
  const { step, look, final, verdict } = data;
  const before = going.step.verdicts.get(data.judge);
  // The same word is news where it names for the first time what else got worse: whoever is called is told that.
  const isSame = before?.step === step && before.verdict === verdict && (before.elsewhere || !isElsewhere(data));
  const isNoNews = isSame && (!final || (before.final && before.look === look));
  // A look that was still under way when the last one was taken: its watch had ended, and what it saw, the last one saw too.
  const isLate = before?.step === step && before.final && !final && (before.verdict === "pass" || look <= before.look);
  return isNoNews || isLate ? [] : [{ type: "VerdictReached", data }];
}

function extendBake({ type, now, ...data }: DeployCommandOf<"ExtendBake">, deploy: Driven): readonly DeployEvent[] {
  const going = goingForward(deploy, "there is nothing to extend");
  if (going?.step?.index !== data.step || going.step.extended || going.step.passed) return [];
  return [{ type: "BakeExtended", data }];
}

function passStep({ type, now, ...data }: DeployCommandOf<"PassStep">, deploy: Driven): readonly DeployEvent[] {
  const what = `step ${data.step} cannot pass`;
  const going = goingForward(deploy, what);
  if (going === null || going.step?.index !== data.step || going.step.passed) return [];
  refuseFailing(going, what);
  const words = [...going.step.verdicts.values()];
  const hasPassed = words.length > 0 && words.every(({ verdict }) => verdict === "pass");
  if (hasPassed || going.step.promoted || going.full) return [{ type: "StepPassed", data }];
  throw notNow(
    going,
    `has no passing verdict at ${going.step.percent} % (${words.map(({ verdict }) => verdict).join(", ") || "none at all"})`,
    what,
  );
}

function startSoak({ type, now, ...data }: DeployCommandOf<"StartSoak">, deploy: Driven): readonly DeployEvent[] {
  const going = goingForward(deploy, "there is nothing to soak");
  if (going === null || going.phase === "soaking") return [];
  refuseFailing(going, "it cannot soak");
  if (going.phase === "promoting") return [{ type: "SoakStarted", data }];
  throw notNow(going, `is ${going.phase}`, "it cannot soak before its last step has passed");
}

function succeed({ type, now, ...data }: DeployCommandOf<"Succeed">, deploy: Driven): readonly DeployEvent[] {
  const what = "it has not succeeded";
  if (deploy.status === "ended") {
    if (deploy.outcome === "succeeded") return [];
    throw isOver(deploy, what);
  }
  const going = goingForward(deploy, what);
  if (going === null) throw notNow(deploy, "is to go back", what);
  refuseFailing(going, what);
  if (going.phase === "soaking") return [{ type: "DeploySucceeded", data }];
  throw notNow(going, `is ${going.phase}`, "it has not soaked yet");
}

function refuseFailing(deploy: GoingDeploy, what: string): void {
  if (isFailing(deploy))
    throw new Rejection("VERDICT_FAILED", `${nameOf(deploy)} failed its verdict at ${deploy.step?.percent ?? 0} %: ${what}`, ["deployId"]);
}
