import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { historyToJSON } from "@temporalio/common/lib/proto-utils";
import { DeliveryError } from "@ballast/delivery";
import { incidentDecider, pageDecider, personDecider } from "@ballast/domain";
import { actionDecider, type ActionCommand } from "@ballast/domain/action";
import { forumDecider, sittingDecider } from "@ballast/domain/forum";
import { objectiveDecider } from "@ballast/domain/objective";
import { reportDecider, type ReportCommand } from "@ballast/domain/program";
import { askingDecider, readinessDecider, type ReadinessCommand } from "@ballast/domain/readiness";
import { reviewDecider, usualAgenda, type ReviewCommand } from "@ballast/domain/review";
import { riskDecider, type RiskCommand } from "@ballast/domain/risk";
import { idOf, ids } from "@ballast/eventlog";
import { defaultResponsePolicy, workflowIds } from "@ballast/schema/workflows";
import { startEngine, type Engine } from "./engine.ts";
import { FlagStory, quickRamp } from "./flagStory.ts";
import { recordDrill } from "./recordDrill.ts";
import { recordMailing } from "./recordMailing.ts";
import { recordPlanning, recordShift } from "./recordOncall.ts";
import { recordNotice, recordReceipts, recordTestPage } from "./recordReceipts.ts";
import { quickPlan, Story } from "./story.ts";
import { until } from "./until.ts";

/**
 * Records workflow histories for the replay tests: one real run of each kind of story. Run it after a change that is
 * meant to change the workflows, and keep the old files: deploys in flight were begun by the old code.
 */
const folder = fileURLToPath(new URL("../../workflows/histories/", import.meta.url));
const root = fileURLToPath(new URL("../../", import.meta.url));
const stamp = new Date().toISOString().slice(0, 10);

const isOver = ({ status }: { readonly status: string }): boolean => status === "ended";

async function keep(engine: Engine, name: string, workflowId: string, runId?: string): Promise<void> {
  const handle = engine.temporal.workflow.getHandle(workflowId, runId);
  // The message of a day collects for two minutes.
  await until(async () => (await handle.describe()).status.name !== "RUNNING", { within: 240_000 });
  await keepAsItIs(engine, name, workflowId, runId);
}

/** The history of one that may still run. */
async function keepAsItIs(engine: Engine, name: string, workflowId: string, runId?: string): Promise<void> {
  const history = await engine.temporal.workflow.getHandle(workflowId, runId).fetchHistory();
  // Failures carry the places of the code that threw: as they are in the repository, wherever this one lies.
  writeFileSync(`${folder}${name}.${stamp}.json`, `${historyToJSON(history).replaceAll(root, "")}\n`);
  process.stdout.write(`${name}\n`);
}

/** A service whose first release serves everybody. */
async function live(engine: Engine, service: string): Promise<Story> {
  const story = new Story(engine, service);
  await story.begin({ thresholds: { pageErrorsPer100k: 500, pageCustomers: 5 } });
  for (const [version, behaviour] of [
    ["v1", "healthy"],
    ["v2", "healthy"],
    ["v3", "failing"],
  ] as const)
    await story.release(version, behaviour);
  await story.untilDeploy(await story.deploy("v1"), isOver);
  await story.freeLane();
  return story;
}

/** Stories that can be recorded by themselves, by what `npm run histories` is told. */
const alone: Readonly<Record<string, (engine: Engine) => Promise<void>>> = {
  ramps: recordRamps, acceptances: recordAcceptance, actions: recordActions, reviews: recordPublication, askings: recordAsking,
  shifts: (engine) => recordShift(engine, keep), planning: (engine) => recordPlanning(engine, keep),
  sittings: recordSitting, pages: recordPages, tasks: recordTask,
  drills: (engine) => recordDrill(engine, { keep, keepAsItIs }),
  receipts: (engine) => recordReceipts(engine, keep), testPages: (engine) => recordTestPage(engine, keep),
  notices: (engine) => recordNotice(engine, keep),
  reports: recordReport, chaseAction: recordReminder,
  exemptions: recordExemption,
  mailings: (engine) => recordMailing(engine, keep),
};

async function main(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const engine = await startEngine();
  try {
    const asked = Object.entries(alone).filter(([name]) => process.argv.includes(name));
    for (const [, recordStory] of asked) await recordStory(engine);
    if (asked.length > 0) return;
    await recordUsual(engine);
    await recordSteered(engine);
    await recordDoubt(engine);
    await recordOvertaken(engine);
    await recordTakenUp(engine);
    await recordUnanswered(engine);
    for (const recordStory of Object.values(alone)) await recordStory(engine);
  } finally {
    await engine.stop();
  }
  const forgetful = await startEngine({ continueAsNewAfter: 60 });
  try {
    await recordContinued(forgetful);
  } finally {
    await forgetful.stop();
  }
}

async function recordUsual(engine: Engine): Promise<void> {
  const story = await live(engine, "recorded");
  const healthy = await story.deploy("v2");
  await story.untilDeploy(healthy, isOver);
  await story.freeLane();
  await keep(engine, "deployRelease.succeeded", workflowIds.deploy(healthy));
  const rollback = await story.rollback("v1");
  await story.untilDeploy(rollback, (deploy) => deploy.status === "ended" && deploy.effect !== null);
  await keep(engine, "rollbackService.done", workflowIds.rollback("recorded", "production"));
  await keep(engine, "measureRollback.done", workflowIds.effect(rollback));
  await story.releaseHold("seen");
  const failing = await story.deploy("v3");
  await story.untilDeploy(failing, isOver);
  await keep(engine, "deployRelease.rolledBack", workflowIds.deploy(failing));
  await recordResponse(engine, story);
  await story.releaseHold("seen");
  await story.plan(quickPlan(60_000));
  const aborted = await story.deploy("v2");
  await story.untilDeploy(aborted, (deploy) => deploy.status === "going" && deploy.phase === "baking");
  await story.tell(aborted, { type: "Abort", now: story.now(), deployId: aborted, reason: "recorded" });
  await keep(engine, "deployRelease.aborted", workflowIds.deploy(aborted));
}

/** Paused, resumed and promoted by a person. */
async function recordSteered(engine: Engine): Promise<void> {
  const story = await live(engine, "steered");
  await story.plan(quickPlan(60_000));
  const deployId = await story.deploy("v2");
  await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.phase === "baking");
  await story.tell(deployId, { type: "Pause", now: story.now(), deployId, reason: "lunch", byJudge: false });
  await story.tell(deployId, { type: "Resume", now: story.now(), deployId, reason: "back", byJudge: false });
  await story.tell(deployId, { type: "Promote", now: story.now(), deployId, step: 0, full: true, reason: "seen" });
  await story.untilDeploy(deployId, isOver);
  await keep(engine, "deployRelease.paused", workflowIds.deploy(deployId));
}

/** Extended and paused by the judge, who then sees what was missing. */
async function recordDoubt(engine: Engine): Promise<void> {
  const story = await live(engine, "doubted");
  engine.disturbances.metrics("doubted", { window: () => Promise.reject(new Error("the metrics are down")) });
  const deployId = await story.deploy("v2");
  await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.paused?.byJudge === true);
  engine.disturbances.metrics("doubted");
  await story.untilDeploy(deployId, isOver);
  await keep(engine, "deployRelease.extended", workflowIds.deploy(deployId));
}

/** Overtaken by a rollback that is not done in time, calls people, and gets there. */
async function recordOvertaken(engine: Engine): Promise<void> {
  const story = await live(engine, "overtaken");
  await story.plan(quickPlan(60_000));
  const deployId = await story.deploy("v2");
  await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.phase === "baking");
  engine.disturbances.target("overtaken", {
    restore: () => Promise.reject(new DeliveryError("TARGET_UNREACHABLE", "the fleet does not answer", "Look at its log")),
  });
  const rollback = await story.rollback("v1", { pressedAt: new Date(Date.now() - 5 * 60_000).toISOString() });
  await until(async () => (await story.facts(`deploy-${rollback}`)).includes("RollbackEscalated"));
  engine.disturbances.target("overtaken");
  await story.untilDeploy(rollback, isOver);
  await keep(engine, "deployRelease.preempted", workflowIds.deploy(deployId));
  await keep(engine, "rollbackService.escalated", workflowIds.rollback("overtaken", "production"));
}

/** Lost in the engine, and taken up in the middle of its second step. */
async function recordTakenUp(engine: Engine): Promise<void> {
  const story = await live(engine, "lost");
  const deployId = await story.deploy("v2");
  await story.untilDeploy(deployId, (deploy) => deploy.status === "going" && deploy.step?.index === 1 && deploy.phase === "baking");
  await engine.temporal.workflow.getHandle(workflowIds.deploy(deployId)).terminate("recorded");
  await story.untilDeploy(deployId, isOver);
  await keep(engine, "deployRelease.takenUp", workflowIds.deploy(deployId));
}

/** Nobody answers for a while. */
async function recordUnanswered(engine: Engine): Promise<void> {
  engine.respondBy({ ...defaultResponsePolicy, page: { acknowledgeWithinMs: 1_000, rounds: 1, repeatEveryMs: 1_000 } });
  const story = new Story(engine, "unanswered");
  await story.begin({ requestsPerSecond: 0 });
  const incidentId = await story.declare({ severity: 3, number: 901 });
  const pageId = await until(() => story.pageOf(incidentId));
  await until(async () => (await story.facts(`page-${pageId}`)).filter((fact) => fact === "PageUnanswered").length >= 2);
  await story.acknowledge(pageId);
  await keep(engine, "pageResponders.escalated", workflowIds.page(pageId));
  await story.resolve(incidentId);
  engine.respondBy(defaultResponsePolicy);
}

/** Flags that are ramped: to the end, held and killed on the way, back; and what is due at a moment. */
async function recordRamps(engine: Engine): Promise<void> {
  const story = await live(engine, "ramped");
  const ramped = async (name: string, bakeMs: number, between: (flag: FlagStory, rampId: string) => Promise<void>) => {
    const flag = new FlagStory(story, name.toLowerCase());
    await flag.begin();
    const rampId = await flag.ramp(quickRamp([30_000, 60_000], bakeMs));
    await between(flag, rampId);
    await flag.untilFlag(({ ramp }) => ramp !== null && ramp.outcome !== null);
    await keep(engine, `rampFlag.${name}`, workflowIds.ramp(rampId));
  };
  await ramped("completed", 1_500, async () => undefined);
  await ramped("held", 3_000, async (flag, rampId) => {
    await flag.untilFlag(({ ramp }) => ramp?.step === 0);
    await flag.hold(rampId);
    const killId = await flag.kill();
    await flag.resume(rampId);
    await flag.release(killId);
  });
  engine.disturbances.metrics("ramped", { divided: () => Promise.reject(new Error("the metrics are down")) });
  await ramped("doubted", 1_000, async (flag, rampId) => {
    await flag.untilFlag(({ ramp }) => ramp?.state === "held");
    engine.disturbances.metrics("ramped");
    await flag.resume(rampId);
  });
  const flag = new FlagStory(story, "named");
  await flag.begin();
  await flag.name("acme", new Date(Date.now() + 1_500).toISOString());
  await flag.untilFlag(({ overrides }) => overrides.length === 0);
  const named = (await engine.log.read(`targeting-${flag.targetingId}`)).events.find(({ event }) => event.type === "OverrideSet");
  await keep(engine, "whenDue.done", workflowIds.due(named?.eventId ?? ""));
}

/** A risk that is accepted for a moment. */
async function recordAcceptance(engine: Engine): Promise<void> {
  const story = new Story(engine, "accepted");
  const [riskId, acceptanceId] = [ids.part("risk", "accepted"), ids.part("acceptance", "accepted")];
  const asked = { now: story.now(), riskId };
  const tell = (command: RiskCommand) => story.handle(riskDecider, riskId, command);
  await tell({
    type: "RegisterRisk",
    ...asked,
    number: 1,
    title: "Provider outage",
    category: "third party",
    serviceIds: [],
    ownerId: ids.person("ana"),
    reviewEveryDays: 90,
    statement: { if: "it is away", then: "nobody pays", until: "it is back" },
    observedSince: asked.now,
    inputs: null,
    reason: "recorded",
  });
  const ends = new Date(Date.now() + 2_000).toISOString();
  await tell({
    type: "ProposeAcceptance", ...asked, acceptanceId, requestedBy: ids.person("ana"), from: null, until: ends, reason: "for a moment",
  });
  await tell({ type: "ApproveAcceptance", ...asked, acceptanceId, approverId: ids.person("lea"), note: "" });
  await until(async () => (await engine.log.read(`risk-${riskId}`)).events.some(({ event }) => event.type === "AcceptanceExpired"));
  await keep(engine, "acceptRisk.expired", workflowIds.acceptance(acceptanceId));
}

/** An action that is promised, promised for another day, told of and dropped; and one that an incident's cost asks for. */
async function recordActions(engine: Engine): Promise<void> {
  const story = new Story(engine, "promised");
  await story.begin({ requestsPerSecond: 0 });
  const [actionId, objectiveId] = [ids.part("action", "promised"), ids.part("objective", "promised")];
  const [ana, year] = [ids.person("ana"), new Date().getUTCFullYear() + 1];
  const tell = (command: ActionCommand) => story.handle(actionDecider, actionId, command);
  await tell({
    type: "RegisterAction", now: story.now(), actionId, number: 1, title: "A second provider", text: "", kind: "longTerm", links: [],
    ownerId: ana, dueOn: `${String(year)}-03-02`, riskId: null, source: null,
  });
  await until(() => engine.temporal.workflow.getHandle(workflowIds.action(actionId)).describe().catch(() => undefined));
  await tell({ type: "PromiseActionDue", now: story.now(), actionId, dueOn: `${String(year)}-04-02`, reason: "later" });
  const on = `${String(year)}-04-02`;
  await tell({ type: "RemindOfAction", now: story.now(), actionId, dueOn: on, reminders: [{ personId: ana, on, stage: "due" }] });
  await keep(engine, "tellOfActions.told", workflowIds.actionsOfDay(ana, on));
  await tell({ type: "DropAction", now: story.now(), actionId, reason: "recorded" });
  await keep(engine, "chaseAction.dropped", workflowIds.action(actionId));
  const incidentId = await story.declare({ severity: 3, number: 903 });
  await story.handle(objectiveDecider, objectiveId, {
    type: "DefineObjective", now: story.now(), objectiveId, name: "Promised", parts: [{
      serviceId: story.serviceId, component: null, share: 100_000,
    }],
    target: 99_800, window: { kind: "rolling", days: 28 }, weights: { critical: 100_000, major: 100_000, minor: 0 }, overlap: "max",
    maintenance: "excluded", ownerId: ana,
  });
  await story.handle(objectiveDecider, objectiveId, {
    type: "RecordOverspending", now: story.now(), objectiveId, incidentId, badMs: 17 * 60_000, budgetMs: 80 * 60_000,
  });
  await keep(engine, "askForAction.asked", workflowIds.overspending(objectiveId, incidentId));
  await story.resolve(incidentId);
}

/** Where it has been nine o'clock of a day longest. */
const EARLIEST_ZONE = "Pacific/Kiritimati";

/**
 * An action whose day is today where days begin first: a run that takes up a lost one tells of it at once, as nine o'clock has passed
 * there, and ends with the action. On a weekend there nobody is told of anything.
 */
async function recordReminder(engine: Engine): Promise<void> {
  const story = new Story(engine, "reminded");
  await story.begin({ requestsPerSecond: 0 });
  const [actionId, personId] = [ids.part("action", "reminded"), ids.person("kiri")];
  const dueOn = new Intl.DateTimeFormat("sv", { timeZone: EARLIEST_ZONE }).format(Date.now() - 9 * 60 * 60_000);
  await story.handle(personDecider, personId, {
    type: "JoinPerson", now: story.now(), personId, login: "kiri", name: "Kiri", roles: ["engineer"],
    contacts: { email: "kiri@example.org", chatWebhookUrl: null }, timeZone: EARLIEST_ZONE,
  });
  const tell = (command: ActionCommand) => story.handle(actionDecider, actionId, command);
  await tell({
    type: "RegisterAction", now: story.now(), actionId, number: 2, title: "A third provider", text: "", kind: "shortTerm", links: [],
    ownerId: personId, dueOn, riskId: null, source: null,
  });
  const workflowId = workflowIds.action(actionId);
  const first = engine.temporal.workflow.getHandle(workflowId);
  const { taskQueue } = await until(() => first.describe().catch(() => undefined));
  const [input] = ((await first.fetchHistory()).events ?? []).flatMap(({ workflowExecutionStartedEventAttributes: started }) =>
    (started?.input?.payloads ?? []).map(({ data }) => JSON.parse(Buffer.from(data ?? []).toString()) as object));
  await first.terminate("lost, for this recording");
  await engine.temporal.workflow.start("chaseAction", { workflowId, taskQueue, args: [{ ...input, again: true }] });
  await until(async () => (await engine.log.read(`action-${actionId}`)).events.some(({ event }) => event.type === "ActionReminded"));
  await tell({ type: "DropAction", now: story.now(), actionId, reason: "recorded" });
  await keep(engine, "chaseAction.reminded", workflowId);
}

/** A review whose publication is told. */
async function recordPublication(engine: Engine): Promise<void> {
  const story = new Story(engine, "reviewed");
  const incidentId = ids.incident("reviewed");
  const [reviewId, now] = [idOf(reviewDecider, incidentId), story.now()];
  const tell = (command: ReviewCommand) => story.handle(reviewDecider, reviewId, command);
  await tell({ type: "OpenIncidentReview", now, reviewId, incidentId, dueAt: null, facilitatorId: null, agenda: [...usualAgenda] });
  await tell({ type: "CloseReview", now, reviewId, heldAt: now, actions: [] });
  await tell({ type: "PublishReview", now, reviewId, visibility: "internal", told: [ids.person("ana")], note: "recorded" });
  const published = await until(async () =>
    (await engine.log.read(`review-${reviewId}`)).events.find(({ event }) => event.type === "ReviewPublished"));
  await keep(engine, "tellOfReview.told", workflowIds.published(published.eventId));
}

/** The report of a week, to somebody who reads it. */
async function recordReport(engine: Engine): Promise<void> {
  const story = new Story(engine, "reported");
  const monday = "2026-11-23";
  const [reportId, at] = [idOf(reportDecider, monday), story.now()];
  const tell = (command: ReportCommand) => story.handle(reportDecider, reportId, command);
  await tell({ type: "MakeLeadershipReport", reportId, monday, timeZone: "UTC", at, build: "0.1.0" });
  await tell({
    type: "WriteLeadershipReport", reportId, place: "1", subject: "Availability program: green", markdown: "# Green\n",
    html: "<h1>Green</h1>", pdf: null, readerIds: [ids.person("ana")],
  });
  await keep(engine, "sendReport.sent", workflowIds.report(reportId));
}

/** A page whose person looks again in a moment, and that is handed on afterwards. */
async function recordPages(engine: Engine): Promise<void> {
  const story = new Story(engine, "handed");
  await story.begin({ requestsPerSecond: 0 });
  const incidentId = await story.declare({ severity: 3, number: 902 });
  const pageId = await until(() => story.pageOf(incidentId));
  await story.acknowledge(pageId);
  const personId = ids.person("ana");
  const at = new Date(Date.now() + 2_000).toISOString();
  await story.handle(pageDecider, pageId, { type: "Acknowledge", now: story.now(), pageId, personId, lookAgainAt: at });
  const set = await until(async () =>
    (await engine.log.read(`page-${pageId}`)).events.find(({ event }) => event.type === "LookAgainSet"));
  await keep(engine, "lookAgain.called", workflowIds.lookAgain(set.eventId));
  await story.handle(pageDecider, pageId, {
    type: "HandOn", now: story.now(), pageId, toPageId: ids.page(incidentId, "responders", "handed"), personId,
    to: { kind: "person", personId: ids.person("jo") }, note: "",
  });
  const handed = await until(async () =>
    (await engine.log.read(`page-${pageId}`)).events.find(({ event }) => event.type === "PageHandedOn"));
  await keep(engine, "tellOfPage.told", workflowIds.handedOn(handed.eventId));
  const declared = (await engine.log.read(`incident-${incidentId}`)).events[0];
  await keep(engine, "tellStakeholders.told", workflowIds.stakeholders(declared?.eventId ?? ""));
  await story.resolve(incidentId);
}

/** A task that is somebody's. */
async function recordTask(engine: Engine): Promise<void> {
  const story = new Story(engine, "tasked");
  await story.begin({ requestsPerSecond: 0 });
  const incidentId = await story.declare({ severity: 4, number: 903 });
  await story.handle(incidentDecider, incidentId, {
    type: "AddTask", now: story.now(), incidentId, taskId: ids.part(incidentId, "task"), text: "Restart it", ownerId: ids.person("jo"),
  });
  const added = await until(async () =>
    (await engine.log.read(`incident-${incidentId}`)).events.find(({ event }) => event.type === "TaskAdded"));
  await keep(engine, "tellOfTask.told", workflowIds.task(added.eventId));
  await story.resolve(incidentId);
}

/** A review of a series that was opened: whoever answers for it is told. */
async function recordSitting(engine: Engine): Promise<void> {
  const story = new Story(engine, "sat");
  await story.begin({ requestsPerSecond: 0 });
  const [forumId, now] = [idOf(forumDecider, story.serviceId), story.now()];
  const dueOn = now.slice(0, 10);
  await story.handle(forumDecider, forumId, {
    type: "FoundForum", now, forumId, title: "Architecture", kind: "architecture", serviceIds: [story.serviceId], vendor: null,
    ownerId: ids.person("ana"), participantIds: [], cadence: { every: 1, unit: "month" }, firstOn: dueOn, tellDaysBefore: 0,
  });
  const sittingId = idOf(sittingDecider, forumId, dueOn);
  await story.handle(sittingDecider, sittingId, { type: "OpenSitting", now, sittingId, forumId, dueOn });
  const opened = await until(async () =>
    (await engine.log.read(`sitting-${sittingId}`)).events.find(({ event }) => event.type === "SittingOpened"));
  await keep(engine, "tellOfSitting.told", workflowIds.sitting(opened.eventId));
}

/** Somebody who is asked about a check that is not met. */
async function recordAsking(engine: Engine): Promise<void> {
  const story = new Story(engine, "asked");
  await story.begin({ requestsPerSecond: 0 });
  const personId = ids.person("ana");
  const [askingId, now] = [idOf(askingDecider, personId), story.now()];
  await story.handle(askingDecider, askingId, {
    type: "AskOwner", now, askingId, personId, on: now.slice(0, 10), note: "recorded",
    checks: [{ serviceId: story.serviceId, checkId: "runbook", name: "Runbook read" }],
  });
  const asked = await until(async () =>
    (await engine.log.read(`asking-${askingId}`)).events.find(({ event }) => event.type === "OwnerAsked"));
  await keep(engine, "askOwner.asked", workflowIds.asking(asked.eventId));
}

/** An exemption that is waited for, and ended before its time. */
async function recordExemption(engine: Engine): Promise<void> {
  const story = new Story(engine, "exempt");
  await story.begin({ requestsPerSecond: 0 });
  const { serviceId } = story;
  const [readinessId, exemptionId] = [idOf(readinessDecider, serviceId), ids.part("exemption", "exempt")];
  const asked = { now: story.now(), readinessId, serviceId, exemptionId };
  const tell = (command: ReadinessCommand) => story.handle(readinessDecider, readinessId, command);
  const ends = `${String(new Date().getUTCFullYear() + 1)}-12-24`;
  await tell({ type: "AskExemption", ...asked, checkId: "rollback", askedBy: ids.person("ana"), until: ends, reason: "it moves" });
  await tell({ type: "GrantExemption", ...asked, approverId: ids.person("lea"), note: "" });
  const run = engine.temporal.workflow.getHandle(workflowIds.exemption(exemptionId));
  await until(() => run.describe().then(() => true, () => false));
  await tell({ type: "EndExemption", ...asked, reason: "it was tried" });
  await keep(engine, "endExemption.ended", workflowIds.exemption(exemptionId));
}

/** Histories that grow long: the page and the response continue as new, and what they continue as. */
async function recordContinued(engine: Engine): Promise<void> {
  engine.respondBy({
    ...defaultResponsePolicy, updateEveryMs: 500, firstUpdateWithinMs: 500,
    page: { acknowledgeWithinMs: 300, rounds: 1, repeatEveryMs: 300 },
  });
  const story = new Story(engine, "long");
  await story.begin({ requestsPerSecond: 0 });
  const incidentId = await story.declare({ severity: 3, number: 902 });
  const pageId = await until(() => story.pageOf(incidentId));
  const runsOf = async (workflowId: string): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const { runId } of engine.temporal.workflow.list({ query: `WorkflowId = '${workflowId}'` })) found.unshift(runId);
    return found;
  };
  for (const id of [workflowIds.page(pageId), workflowIds.incident(incidentId)]) await until(async () => (await runsOf(id)).length >= 2);
  await story.acknowledge(pageId);
  await story.resolve(incidentId);
  for (const [name, id] of [
    ["pageResponders", workflowIds.page(pageId)],
    ["respondToIncident", workflowIds.incident(incidentId)],
  ] as const) {
    const [first, second] = await runsOf(id);
    await keep(engine, `${name}.continuedAsNew`, id, first);
    await keep(engine, `${name}.goneOn`, id, second);
  }
}

async function recordResponse(engine: Engine, story: Story): Promise<void> {
  const incidentId = await until(async () => (await story.incidents())[0]);
  const pageId = await until(() => story.pageOf(incidentId));
  await until(() => engine.sent.length > 0);
  await story.acknowledge(pageId);
  await keep(engine, "pageResponders.answered", workflowIds.page(pageId));
  await story.resolve(incidentId);
  await keep(engine, "respondToIncident.resolved", workflowIds.incident(incidentId));
}

await main();
process.exit(0);
