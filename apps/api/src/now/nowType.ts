import "reflect-metadata";
import { commanderOf } from "@ballast/readmodel";
import type { EventType } from "@ballast/schema";
import { own } from "@ballast/schema";
import { Field, ObjectType } from "type-graphql";
import { LogEvent, toLogEvent } from "../events/logEventType.ts";
import { momentOf, type Scope } from "../graphql/scope.ts";
import type { RecordOf } from "../graphql/context.ts";
import { allOf, find, nameOf, namedRecord, recordOf, typeNamed, visible } from "../graphql/records.ts";
import { nowSentence } from "./nowSentence.ts";

@ObjectType("NowPage", { description: "What matters now.", simpleResolvers: true })
export class NowView {
  @Field(() => String, { description: "In one or two sentences." }) sentence!: string;
  @Field(() => [typeNamed("Incident")], { description: "Incidents that somebody works on, the worst first." })
  incidents!: readonly RecordOf<"Incident">[];
  @Field(() => [typeNamed("Deploy")], { description: "Deploys and rollbacks on their way, newest first." })
  moving!: readonly RecordOf<"Deploy">[];
  @Field(() => [typeNamed("Lane")], { description: "What is live where." }) lanes!: readonly RecordOf<"Lane">[];
  @Field(() => [typeNamed("Rotation")], { description: "Who is on call." }) onCall!: readonly RecordOf<"Rotation">[];
  @Field(() => [LogEvent], { description: "The last things that happened, newest first; what an import brought is left out." })
  justHappened!: readonly LogEvent[];
  @Field(() => [typeNamed("Page")], { description: "Pages that want the reader's answer." }) inbox!: readonly RecordOf<"Page">[];
  @Field(() => [typeNamed("Page")], { description: "Open pages that nobody has answered, though everybody was called." })
  unanswered!: readonly RecordOf<"Page">[];
  @Field(() => String, { description: "Position of the log up to which this holds." }) asOfPosition!: string;
}

/** Events that tell somebody something; the others are steps on the way. */
const tellingEverybody = ({ context: { known } }: Scope): readonly EventType[] =>
  Object.keys(known.telling).filter((type): type is EventType => own(known.telling, type) === "everybody");

const justHappened = 20;

/** Everything in the view, read in one go. */
export function nowView(scope: Scope): NowView {
  const { readModel } = scope.context;
  const { asOf, viewer } = scope;
  const view = {
    incidents: visible(scope, "Incident", readModel.incidents.open({ viewer: "all" }, asOf)),
    moving: readModel.deploys.running({}, asOf).map((row) => recordOf(scope, "Deploy", row)),
    lanes: allOf(scope, "Lane"),
    onCall: allOf(scope, "Rotation"),
    justHappened: readModel.history
      .latest({ types: tellingEverybody(scope), viewer, first: justHappened, asOf })
      .map((row) => toLogEvent(row, scope)),
    inbox: readModel.pages
      .all({ open: true, personId: scope.principal.person.id, viewer }, asOf)
      .map((row) => recordOf(scope, "Page", row)),
    unanswered: readModel.pages
      .all({ open: true, viewer }, asOf)
      .filter((row) => row.unanswered.length > 0)
      .map((row) => recordOf(scope, "Page", row)),
    asOfPosition: asOf !== undefined && "position" in asOf ? asOf.position : readModel.status().position,
  };
  return { ...view, sentence: say(view, scope) };
}

function say(
  { incidents, moving, lanes, unanswered }: Pick<NowView, "incidents" | "moving" | "lanes" | "unanswered">,
  scope: Scope,
): string {
  const named = (serviceId: string, environment: string): string => `${nameOf(scope, "Service", serviceId)} ${environment}`;
  return nowSentence({
    unanswered: [...new Set(unanswered.map(({ row }) => find(scope, "Incident", row.incidentId)?.reference ?? "an incident"))],
    silenced: scope.context.readModel.alerts.silenced(scope.asOf),
    services: scope.context.readModel.services.all(scope.asOf).length,
    held: lanes.filter(({ hold }) => hold !== null).map(({ row }) => named(row.serviceId, row.environment)),
    moving: moving.map(({ row, state, kind, version }) => ({
      what: `${version} in ${named(row.serviceId, row.environment)}`, rollback: kind === "rollback",
      stopped: state === "paused" || state === "held",
    })),
    incidents: incidents.map(({ row, reference, severity, drill }) => {
      const commander = commanderOf(row);
      const hurt = row.serviceIds.map((id) => nameOf(scope, "Service", id));
      const forMs = Math.max(0, momentOf(scope).getTime() - Date.parse(row.startedAt ?? row.declaredAt));
      return {
        reference, severity, drill, hurt: hurt.length > 0 ? hurt : row.components, forMs,
        commander: commander === null ? null : namedRecord(scope, "Person", commander).name,
      };
    }),
  });
}
