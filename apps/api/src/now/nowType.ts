import "reflect-metadata";
import { commanderOf } from "@ballast/readmodel";
import type { EventType } from "@ballast/schema";
import { Field, ObjectType } from "type-graphql";
import { Deploy, toDeploy } from "../deploy/deployType.ts";
import { LogEvent, toLogEvent } from "../events/logEventType.ts";
import { momentOf, type Scope } from "../graphql/scope.ts";
import { Incident } from "../incident/incidentType.ts";
import { incidentById, visible } from "../incident/visibleIncidents.ts";
import { Lane, lanesWhere } from "../lane/laneType.ts";
import { Rotation, toRotation } from "../rotation/rotationType.ts";
import { Page, toPage } from "../page/pageType.ts";
import { personOrStranger } from "../person/personType.ts";
import { serviceById } from "../service/serviceType.ts";
import { nowSentence } from "./nowSentence.ts";

@ObjectType({ description: "What matters now.", simpleResolvers: true })
export class NowPage {
  @Field(() => String, { description: "In one or two sentences." }) sentence!: string;
  @Field(() => [Incident], { description: "Incidents that somebody works on, the worst first." }) incidents!: readonly Incident[];
  @Field(() => [Deploy], { description: "Deploys and rollbacks on their way, newest first." }) moving!: readonly Deploy[];
  @Field(() => [Lane], { description: "What is live where." }) lanes!: readonly Lane[];
  @Field(() => [Rotation], { description: "Who is on call." }) onCall!: readonly Rotation[];
  @Field(() => [LogEvent], { description: "The last things that happened, newest first; what an import brought is left out." }) justHappened!: readonly LogEvent[];
  @Field(() => [Page], { description: "Pages that want the reader's answer." }) inbox!: readonly Page[];
  @Field(() => [Page], { description: "Open pages that nobody has answered, though everybody was called." }) unanswered!: readonly Page[];
  @Field(() => String, { description: "Position of the log up to which this holds." }) asOfPosition!: string;
}

/** Events that tell somebody something; the others are steps on the way. */
const telling: readonly EventType[] = [
  "ServiceRegistered", "ReleaseRecorded", "DeployRequested", "DeployObserved", "DeployRunReplaced", "DeployPaused", "DeployResumed", "DeployHeld", "StepPromoted", "DeployAbortRequested", "DeploySucceeded", "RollbackBegan",
  "DeployRolledBack", "DeployAborted", "DeployCancelled", "DeployFailed", "RollbackFailed", "RollbackEscalated", "RollbackCompleted", "EffectMeasured", "ReleaseServedEveryone", "LaneHeld", "HoldReleased",
  "IncidentDeclared", "IncidentStateChanged", "IncidentReopened", "IncidentMerged", "SeveritySet", "RoleTaken", "UpdatePosted", "ReviewMarkedDue", "ReviewHeld", "AlertFired", "AlertCleared",
  "PageSent", "PageAcknowledged", "PageEscalated", "PageUnanswered", "PageRunReplaced", "ResponseRunReplaced", "OverrideAdded", "ImportFinished",
];
const justHappened = 20;

/** Everything on the page, read in one go. */
export function nowPage(scope: Scope): NowPage {
  const { readModel } = scope.context;
  const { asOf, viewer } = scope;
  const page = {
    incidents: visible(readModel.incidents.open({ viewer: "all" }, asOf), scope),
    moving: readModel.deploys.running({}, asOf).map((row) => toDeploy(row, scope)),
    lanes: lanesWhere(scope, {}),
    onCall: readModel.rotations.all(asOf).map((row) => toRotation(row, scope)),
    justHappened: readModel.history.latest({ types: telling, viewer, first: justHappened, asOf }).map((row) => toLogEvent(row, scope)),
    inbox: readModel.pages.all({ open: true, personId: scope.principal.person.id, viewer }, asOf).map((row) => toPage(row, scope)),
    unanswered: readModel.pages.all({ open: true, viewer }, asOf).filter((row) => row.unanswered.length > 0).map((row) => toPage(row, scope)),
    asOfPosition: asOf !== undefined && "position" in asOf ? asOf.position : readModel.status().position,
  };
  return { ...page, sentence: say(page, scope) };
}

function say({ incidents, moving, lanes, unanswered }: Pick<NowPage, "incidents" | "moving" | "lanes" | "unanswered">, scope: Scope): string {
  const named = (serviceId: string, environment: string): string => `${serviceById(scope, serviceId)?.name ?? "a service"} ${environment}`;
  return nowSentence({
    unanswered: [...new Set(unanswered.map(({ row }) => incidentById(scope, row.incidentId)?.reference ?? "an incident"))],
    services: scope.context.readModel.services.all(scope.asOf).length,
    held: lanes.filter(({ hold }) => hold !== null).map(({ row }) => named(row.serviceId, row.environment)),
    moving: moving.map(({ row, state, kind, version }) => ({ what: `${version} in ${named(row.serviceId, row.environment)}`, rollback: kind === "rollback", stopped: state === "paused" || state === "held" })),
    incidents: incidents.map(({ row, reference, severity, drill }) => {
      const commander = commanderOf(row);
      const hurt = row.serviceIds.map((id) => serviceById(scope, id)?.name ?? "a service");
      const forMs = Math.max(0, momentOf(scope).getTime() - Date.parse(row.startedAt ?? row.declaredAt));
      return { reference, severity, drill, hurt: hurt.length > 0 ? hurt : row.components, forMs, commander: commander === null ? null : personOrStranger(scope, commander).name };
    }),
  });
}
