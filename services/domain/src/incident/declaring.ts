import type { IncidentEvent } from "@ballast/schema";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { type DeclaredIncident, type Incident, type KnownIncident, nameOf } from "./incident.ts";
import type { CommandOf, HurtComponent } from "./incidentCommands.ts";
import { refuseFuture } from "./refusals.ts";
import { chosen } from "./typing.ts";

/** Anyone declares; what is known of suspects, alerts and customers comes in the same append. */
export function declareIncident(command: CommandOf<"DeclareIncident">, incident: Incident): readonly IncidentEvent[] {
  const { type, now, hurt = [], links = [], customers, alerts = [], chosen: choice, ...declaration } = command;
  if (incident.status !== "absent") return declaredBefore(declaration, incident);
  const { incidentId, impactStartAt, publicImpact } = declaration;
  if (impactStartAt !== null) refuseFuture(impactStartAt, now, ["impactStartAt"]);
  const impactStart: IncidentEvent[] =
    impactStartAt === null ? [] : [{ type: "MilestoneReached", data: { incidentId, milestone: "impactStart", at: impactStartAt } }];
  return [
    { type: "IncidentDeclared", data: declaration },
    ...impactStart,
    { type: "MilestoneReached", data: { incidentId, milestone: "detected", at: now } },
    ...openHurt(incidentId, hurt, { impact: publicImpact, startedAt: impactStartAt ?? now }),
    ...links.map((link): IncidentEvent => ({ type: "LinkAdded", data: { incidentId, ...link } })),
    ...(customers === undefined ? [] : [{ type: "CustomersAffected" as const, data: { incidentId, ...customers } }]),
    ...alerts.map((alert): IncidentEvent => ({ type: "AlertAttached", data: { incidentId, ...alert } })),
    ...(choice === undefined ? [] : chosen(incidentId, choice, { number: declaration.number, typeRoles: {} })),
  ];
}

function declaredBefore(declaration: DeclaredIncident["declaration"], incident: KnownIncident): readonly IncidentEvent[] {
  if (incident.status === "declared" && sameContent(declaration, incident.declaration)) return [];
  throw new Rejection("ALREADY_EXISTS", `incident ${declaration.incidentId} exists as ${nameOf(incident)}: "${incident.title}"`, [
    "incidentId",
  ]);
}

type Opening = Pick<Extract<IncidentEvent, { type: "ImpactIntervalOpened" }>["data"], "impact" | "startedAt">;

/** Opens an interval for each component that is hurt; none where the public sees nothing of it. */
export function openHurt(incidentId: string, hurt: readonly HurtComponent[], opening: Opening): readonly IncidentEvent[] {
  if (opening.impact === "none") return [];
  return hurt.map(({ intervalId, component, share }) => ({
    type: "ImpactIntervalOpened", data: { incidentId, intervalId, component, share, ...opening },
  }));
}

export function renameIncident(
  { incidentId, title, summary }: CommandOf<"RenameIncident">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  if (incident.title === title && incident.summary === summary) return [];
  return [{ type: "IncidentRenamed", data: { incidentId, title, summary } }];
}

export function nameServices(
  { incidentId, serviceIds, components }: CommandOf<"NameServices">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  if (sameContent([incident.serviceIds, incident.components], [serviceIds, components])) return [];
  return [{ type: "ServicesNamed", data: { incidentId, serviceIds, components } }];
}

/** Also for imports, which come without a severity, and after the end: a review may rate it otherwise. */
export function setSeverity({ incidentId, to, reason }: CommandOf<"SetSeverity">, incident: KnownIncident): readonly IncidentEvent[] {
  return incident.severity === to ? [] : [{ type: "SeveritySet", data: { incidentId, from: incident.severity, to, reason } }];
}

/** Never lowers it: that is a person's word. */
export function raiseSeverity(
  { incidentId, to, reason }: Pick<CommandOf<"RaiseSeverity">, "incidentId" | "to" | "reason">,
  { severity }: DeclaredIncident,
): readonly IncidentEvent[] {
  return severity !== null && severity <= to ? [] : [{ type: "SeveritySet", data: { incidentId, from: severity, to, reason } }];
}

/** What the public is told of it. The intervals in which components were hurt are separate facts and stay. */
export function setPublicImpact(
  { incidentId, to, reason }: CommandOf<"SetPublicImpact">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  if (incident.publicImpact === to) return [];
  return [{ type: "PublicImpactSet", data: { incidentId, from: incident.publicImpact, to, reason } }];
}

/** What the status page calls it, in the words of its readers. What is private or a drill has no name there. */
export function setPublicTitle(
  { incidentId, title }: CommandOf<"SetPublicTitle">,
  incident: DeclaredIncident,
): readonly IncidentEvent[] {
  const { drill, private: hidden } = incident.declaration;
  if (drill || hidden) {
    throw new Rejection(
      "INVALID_INPUT", `${nameOf(incident)} is ${drill ? "a drill" : "private"}: the public hears nothing of it`, ["title"],
    );
  }
  return incident.publicTitle === title ? [] : [{ type: "PublicTitleSet", data: { incidentId, title } }];
}
