import type { Command } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { usageFailure } from "../client/failure.ts";
import { incidentTypeNamed } from "./incidentTypes.ts";
import { incidentNamed } from "./lookup.ts";
import { acting, addCommand } from "./session.ts";

const chooseIncidentType = mutation("chooseIncidentType", "incident { reference }");
const tickChecklistLine = mutation("tickChecklistLine", "incident { reference }");
const setConferenceLink = mutation("setConferenceLink", "incident { reference }");
const checklistDocument = graphql(`query IncidentChecklist($id: ID!) { incident(id: $id) { checklist { id text } } }`);

const type = acting<{ readonly reason: string }>(async (session, { args: [given = "", called = ""], flags: { reason } }) => {
  const [{ id: incidentId, reference }, { id: incidentTypeId, name }] =
    [await incidentNamed(session.client, given), await incidentTypeNamed(session, called)];
  const payload = await session.client.mutate(chooseIncidentType, { incidentId, incidentTypeId, reason });
  session.show(payload, () => [`${reference}: its type is ${name}.`]);
});

const tick = acting<{ readonly back?: true }>(async (session, { args: [given = "", which = ""], flags: { back } }) => {
  const { id: incidentId, reference } = await incidentNamed(session.client, given);
  const lines = (await session.client.query(checklistDocument, { id: incidentId })).incident?.checklist ?? [];
  const line = lines.find(({ text }, index) => String(index + 1) === which.trim() || text.toLowerCase() === which.trim().toLowerCase());
  if (line === undefined) {
    const there = lines.map(({ text }, index) => `${String(index + 1)} ${text}`).join("; ");
    throw usageFailure(there === "" ? `${reference} has no checklist.` : `Name a line of the checklist: ${there}.`);
  }
  const payload = await session.client.mutate(tickChecklistLine, {
    incidentId, lineId: line.id, ticked: back !== true,
  });
  session.show(payload, () => [`${reference}: ${back === true ? "not ticked any more" : "ticked"}: ${line.text}`]);
});

const conference = acting(async (session, { args: [given = "", url] }) => {
  const { id: incidentId, reference } = await incidentNamed(session.client, given);
  const payload = await session.client.mutate(setConferenceLink, { incidentId, url: url ?? null });
  session.show(payload, () =>
    [url === undefined ? `${reference} has no conference any more.` : `${reference}: its responders talk at ${url}`]);
});

/** What is done in an incident beside its story: its type, its checklist, where its responders talk. */
export function registerIncidentWork(incident: Command): void {
  addCommand(incident, "type <incident> <type>", "give it a type, or another one").option("--reason <text>", "why", "").action(type);
  addCommand(incident, "tick <incident> <line>", "tick a line of its checklist, by its number or its words")
    .option("--back", "take the tick back; both are kept")
    .action(tick);
  addCommand(incident, "conference <incident> [address]", "where its responders talk, https; nowhere any more without one")
    .action(conference);
}

export const incidentWorkExamples = {
  "incident type": ["ballast incident type 12 Payments --reason 'it is the bank'"],
  "incident tick": ["ballast incident tick 12 1", "ballast incident tick 12 'Tell the bank' --back"],
  "incident conference": ["ballast incident conference 12 https://meet.example.com/inc-12", "ballast incident conference 12"],
} as const;
