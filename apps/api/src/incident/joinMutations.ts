import { incidentDecider, Rejection } from "@ballast/domain";
import { ids } from "@ballast/eventlog";
import { z } from "zod";
import { defineMutation, type Mutation } from "../commands/defineMutation.ts";
import { field, intField, lineField, otherwise, partIdField } from "../commands/inputFields.ts";
import { changeIncident } from "./changeIncident.ts";
import { servicesOfIncident } from "./hiddenIncidents.ts";
import { becauseField, incidentField } from "./incidentInputs.ts";
import { joinUrl, readJoinSecret } from "./joinLink.ts";

const secretField = field(() => String, z.string().min(1).max(400), "What stands behind /join/ in the address.");

const issueJoinLink = defineMutation({
  name: "issueJoinLink",
  description:
    "Makes a way into an incident: whoever is signed in and has its address may join as a responder, also where it is private. Only who commands it makes one; it ends by itself, and can be revoked.",
  permission: "incident.work",
  record: "Incident",
  input: {
    incidentId: incidentField, note: lineField("Whom it is for."),
    hours: otherwise(intField("In how many hours it ends; 4 unless told.", z.int().min(1).max(72)), 4),
  },
  extras: { url: { type: () => String, nullable: false, description: "The address." } },
  touches: ({ incidentId }, context) => servicesOfIncident(context, incidentId),
  async act(run, { incidentId, note, hours }, context) {
    const linkId = ids.part(run.commandId, "joinLink");
    if (!(await run.earlier(incidentDecider, incidentId))) {
      const expiresAt = new Date(Date.parse(run.now) + hours * 3_600_000).toISOString();
      await run.handle({
        aggregate: incidentDecider, id: incidentId, guarded: true,
        command: { type: "IssueJoinLink", now: run.now, incidentId, linkId, note, expiresAt, by: run.by },
      });
    }
    return { id: incidentId, url: joinUrl(context, { incidentId, linkId }) };
  },
});

const joinIncident = defineMutation({
  name: "joinIncident",
  description: "Joins an incident as a responder, by a way in that its commander made. Anyone signed in may, while it holds.",
  permission: "incident.declare",
  record: "Incident",
  input: { secret: secretField },
  secrets: ["secret"],
  touches: ({ secret }, context) => servicesOfIncident(context, readJoinSecret(context.keys, secret)?.incidentId ?? ""),
  async act(run, { secret }, context) {
    const link = readJoinSecret(context.keys, secret);
    if (link === null) throw new Rejection("NOT_FOUND", "this way in leads nowhere: ask who sent it for another one", ["secret"]);
    await run.handle({
      aggregate: incidentDecider, id: link.incidentId,
      command: { type: "JoinByLink", now: run.now, ...link, personId: run.by },
    });
    return { id: link.incidentId };
  },
});

/** Joining by an address. */
export const joinMutations: readonly Mutation[] = [
  issueJoinLink,
  changeIncident("revokeJoinLink", {
    description: "Nobody comes in by it from now on; who has come stays.",
    input: { linkId: partIdField("The way in."), reason: becauseField },
    command: ({ incidentId, linkId, reason }, { now }) => ({ type: "RevokeJoinLink", now, incidentId, linkId, reason }),
  }),
  joinIncident,
];
