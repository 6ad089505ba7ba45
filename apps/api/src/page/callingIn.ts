import { incidentDecider, isActive, pageDecider, Rejection, serviceDecider } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import { defaultPagePolicy, type DataOf } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, noteField } from "../commands/inputFields.ts";
import { openScope } from "../graphql/scope.ts";
import { servicesOf } from "../graphql/records.ts";
import { askedOf, receiverFields, receiverOf, refuseUnreachable } from "./receivers.ts";

export const callingIn: readonly Mutation[] = [
  defineMutation({
    name: "callIn",
    description:
      "Calls a person, who is on call of a schedule, or whom a policy calls, into an incident, with a note. What the others do goes on. Refused where nobody would hear of it.",
    permission: "incident.work",
    record: "Incident",
    input: { incidentId: idField("Incident", "The incident."), ...receiverFields, note: noteField("What they are needed for.") },
    extras: { pageId: { type: () => String, nullable: false, description: "The page that calls them." } },
    touches: async ({ incidentId }, context) => (await servicesOf(context, "Incident", incidentId)) ?? [],
    async act(run, input, context) {
      const { incidentId, note } = input;
      const pageId = ids.page(incidentId, "responders", `calledIn-${run.commandId}`);
      if (await run.earlier(pageDecider, pageId)) return { id: incidentId, pageId };
      const to = receiverOf(input);
      const incident = await foldRecord(context.log, incidentDecider, incidentId);
      if (incident.status !== "declared" || !isActive(incident))
        throw new Rejection("INCIDENT_ENDED", "the incident is over: nobody is called into it", ["incidentId"]);
      const services = await Promise.all(incident.serviceIds.map((id) => foldRecord(context.log, serviceDecider, id)));
      const ownIds = [
        ...new Set(services.flatMap((service) => (service.status === "registered" ? (service.rotations.responders ?? []) : []))),
      ];
      refuseUnreachable(openScope(context), to, { at: run.now, ownIds, anyway: input.evenUnreachable });
      const { firstIds, ...asked } = askedOf(to, ownIds);
      const request: DataOf<"PageRequested"> = {
        pageId, incidentId, purpose: "responders", severity: incident.severity, ...asked, personIds: [],
        reason: `${run.principal.person.name} calls for you${note === "" ? "" : `: ${note}`}`, policy: defaultPagePolicy,
        origin: { kind: "calledIn", personId: run.by, fromPageId: null, firstIds },
      };
      await run.handle({ aggregate: pageDecider, id: pageId, command: { type: "RequestPage", now: run.now, ...request } });
      return { id: incidentId, pageId };
    },
  }),
];
