import { incidentDecider, serviceDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { wholeText } from "@ballast/schema";
import { callPeople } from "../callPeople.ts";
import { declareIncident, incidentToJoin } from "../incidents.ts";
import { record, type WorkerParts } from "../parts.ts";
import { systemActor } from "../systemActor.ts";
import type { DeployActivities } from "./deployActivities.ts";
import { endJudgesPause } from "./judgesPause.ts";
import { recorderOf } from "../traffic/recording.ts";

type Outage = Parameters<DeployActivities["pauseForOutage"]>[0];

/** Everything got worse, not only this release: it is paused, not marked as faulty, and people are called. */
export async function pauseForOutage(parts: WorkerParts, outage: Outage): Promise<void> {
  const { deploy, step } = outage;
  const recorder = recorderOf(parts, deploy);
  const reason = await lastReason(parts, deploy.deployId);
  await recorder.deploy(["outagePause", step, outage.outage], {
    type: "Pause", now: recorder.now(), deployId: deploy.deployId, reason, byJudge: true,
  });
  await callAbout(parts, outage, reason);
}

/** The pause ends when its reason is gone, and the record says both. */
export const resumeAfterOutage = (
  parts: WorkerParts,
  { deploy, step, outage }: Pick<Outage, "deploy" | "step" | "outage">,
): Promise<boolean> =>
  endJudgesPause(parts, deploy, {
    key: ["outageResume", step, outage], reason: "what had got worse everywhere is well again; the judge had paused for it",
  });

/** What the judge said last, which names what else got worse. */
async function lastReason(parts: WorkerParts, deployId: string): Promise<string> {
  const { events } = await parts.log.read(`deploy-${deployId}`);
  const last = events.findLast(({ event }) => event.type === "VerdictReached" && (event.data.evidence?.witnesses.length ?? 0) > 0);
  return last?.event.type === "VerdictReached" ? last.event.data.reason : "Not this release: other services got worse at the same time.";
}

async function callAbout(parts: WorkerParts, { deploy, step, outage }: Outage, reason: string): Promise<void> {
  const recording = { ...deploy, actor: systemActor("Ballast") };
  const key = ["outage", step, outage];
  const service = await foldRecord(parts.log, serviceDecider, deploy.serviceId);
  if (service.status !== "registered") return;
  const open = await incidentToJoin(parts, recording, { key, serviceId: service.serviceId });
  const now = parts.now().toISOString();
  if (open === null) {
    await declareIncident(parts, recording, {
      key,
      declaration: {
        title: wholeText(`${service.name} is worse in ${deploy.environment}, and not because of ${deploy.version}`, 300),
        summary: `The deploy of ${deploy.version} waits. ${reason}`,
        severity: 2,
        publicImpact: "major",
        serviceIds: [service.serviceId],
        components: [service.name],
        impactStartAt: now,
        drill: false,
        private: false,
        declaredAutomatically: true,
        hurt: [{ intervalId: ids.part(deploy.deployId, `outage-${step}-${outage}`), component: service.name, share: null }],
        links: [],
      },
    });
    return;
  }
  const entry = {
    type: "AddEntry", now, incidentId: open, entryId: ids.part(deploy.deployId, `outage-entry-${step}-${outage}`), at: now,
    text: `The deploy of ${deploy.service} ${deploy.version} to ${deploy.environment} waits. ${reason}`, pinned: false,
  } as const;
  await record(parts, recording, { aggregate: incidentDecider, id: open, key, command: entry });
  await callPeople(parts, recording, {
    incidentId: open, serviceId: deploy.serviceId, deployId: deploy.deployId, occasion: `outage-${step}-${outage}`,
    reason: "everything got worse at once",
  });
}
