import { incidentDecider, isActive, pageDecider, Rejection } from "@ballast/domain";
import { foldRecord, ids } from "@ballast/eventlog";
import type { DataOf } from "@ballast/schema";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { idField, noteField } from "../commands/inputFields.ts";
import { openScope } from "../graphql/scope.ts";
import { servicesOfPage } from "./hiddenPages.ts";
import { askedOf, receiverFields, receiverOf, refuseUnreachable } from "./receivers.ts";

export const handingOn: readonly Mutation[] = [
  defineMutation({
    name: "handOnPage",
    description:
      "Hands a page on to a person, a schedule or a policy: they are called by a page of their own, this one calls nobody any more. Where a person does not answer, whom the page would have called is called after all. Refused where nobody would hear of it.",
    permission: "incident.work",
    record: "Page",
    input: { pageId: idField("Page", "The page."), ...receiverFields, note: noteField("What they should know.") },
    extras: { toPageId: { type: () => String, nullable: false, description: "The page that calls them." } },
    touches: ({ pageId }, context) => servicesOfPage(context, pageId),
    async act(run, input, context) {
      const { pageId, note } = input;
      const page = await foldRecord(context.log, pageDecider, pageId);
      if (page.status === "absent") throw new Rejection("NOT_FOUND", `there is no page ${pageId}`, ["pageId"]);
      const { incidentId, purpose, policy, rotationIds, escalations } = page.request;
      const toPageId = ids.page(incidentId, purpose, `handedOn-${run.commandId}`);
      if (await run.earlier(pageDecider, pageId)) return { id: pageId, toPageId };
      const to = receiverOf(input);
      const incident = await foldRecord(context.log, incidentDecider, incidentId);
      if (incident.status !== "declared" || !isActive(incident))
        throw new Rejection("INCIDENT_ENDED", "the incident of this page is over: there is nothing to hand on", ["pageId"]);
      const scope = openScope(context);
      const ownIds = [...new Set([...rotationIds, ...escalations.flatMap((each) => each.rotationIds)])];
      refuseUnreachable(scope, to, { at: run.now, ownIds, anyway: input.evenUnreachable });
      const command = { type: "HandOn", now: run.now, pageId, toPageId, personId: run.by, to, note } as const;
      // What would be refused is, before anybody is called; then who is to have it is called first, so that nobody has it at no moment.
      pageDecider.decide(command, page);
      const { firstIds, ...asked } = askedOf(to, ownIds);
      const request: DataOf<"PageRequested"> = {
        pageId: toPageId, incidentId, purpose, severity: incident.severity, ...asked, personIds: [],
        reason: `${run.principal.person.name} hands it on${note === "" ? "" : `: ${note}`}`, policy,
        ...(to.kind === "person" ? { rotationIds, escalations } : {}),
        origin: { kind: "handedOn", personId: run.by, fromPageId: pageId, firstIds },
      };
      await run.handle({ aggregate: pageDecider, id: toPageId, command: { type: "RequestPage", now: run.now, ...request } });
      try {
        await run.handle({ aggregate: pageDecider, id: pageId, guarded: true, command });
      } catch (error) {
        // Somebody was faster: who was called by this is called in vain.
        await run.handle({
          aggregate: pageDecider, id: toPageId, commandId: ids.part(run.commandId, "inVain"),
          command: { type: "Stop", now: run.now, pageId: toPageId, reason: "the page could not be handed on" },
        });
        throw error;
      }
      return { id: pageId, toPageId };
    },
  }),
];
