import type { Command } from "commander";
import { command as mutation, graphql } from "@ballast/schema/graphql";
import { own } from "@ballast/schema/own";
import { usageFailure } from "../client/failure.ts";
import { incidentTypeNamed } from "./incidentTypes.ts";
import { incidentNamed, personNamed } from "./lookup.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { parseCount } from "./values.ts";

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

const tasksDocument = graphql(`query IncidentTasks($id: ID!) { incident(id: $id) { tasks { id text state owner { name } } } }`);
const addTask = mutation("addTask", "incident { reference }");
const giveTask = mutation("giveTask", "incident { reference }");
const finishTask = mutation("finishTask", "incident { reference }");
const dropTask = mutation("dropTask", "incident { reference }");
const carryTaskOn = mutation("carryTaskOn", "incident { reference } actionId");
const issueJoinLink = mutation("issueJoinLink", "incident { reference } url");

const tasksOf = async (session: Session, id: string) => (await session.client.query(tasksDocument, { id })).incident?.tasks ?? [];

/** The task that is meant: by its place among all, from 1, or by its words. */
function taskNamed(tasks: Awaited<ReturnType<typeof tasksOf>>, which: string) {
  const task = tasks.find(({ text }, index) => String(index + 1) === which.trim() || text.toLowerCase() === which.trim().toLowerCase());
  if (task !== undefined) return task;
  const there = tasks.map(({ text }, index) => `${String(index + 1)} ${text}`).join("; ");
  throw usageFailure(there === "" ? "The incident has no task." : `Name a task: ${there}.`);
}

const stateWords: Readonly<Record<string, string>> = { open: "to do", carriedOn: "an action" };

interface TaskFlags {
  readonly for?: string;
  readonly done?: true;
  readonly drop?: string;
  readonly action?: true;
}

const task = acting<TaskFlags>(async (session, { args: [given = "", said], flags }) => {
  const { id: incidentId, reference } = await incidentNamed(session.client, given);
  const tasks = await tasksOf(session, incidentId);
  if (said === undefined) {
    const lines = tasks.map(({ text, state, owner }, index) =>
      `${String(index + 1)}. ${own(stateWords, state) ?? state}: ${text}${owner === null ? "" : ` (${owner.name})`}`);
    return session.show(tasks, () => (lines.length === 0 ? [`${reference} has no task.`] : lines));
  }
  const owner = flags.for === undefined || flags.for === "nobody" ? null : await personNamed(session.client, flags.for);
  const givenTo = (text: string, to: typeof owner): string | null => {
    // Naming a task says nothing of who does it: that it is nobody's any more has to be said.
    if (flags.for === undefined) throw usageFailure(
      `What of "${text}"? Add --for with who does it (nobody: nobody any more), --done, --drop with why, or --action.`,
    );
    return to?.id ?? null;
  };
  if (flags.done === undefined && flags.drop === undefined && flags.action === undefined) {
    const known = tasks.find(({ text }, index) => String(index + 1) === said.trim() || text.toLowerCase() === said.trim().toLowerCase());
    const payload = known === undefined
      ? await session.client.mutate(addTask, { incidentId, text: said, ownerId: owner?.id ?? null })
      : await session.client.mutate(giveTask, { incidentId, taskId: known.id, ownerId: givenTo(known.text, owner) });
    const whose = owner === null ? "" : ` (${owner.name})`;
    return session.show(payload, () => [`${reference}: ${known === undefined ? "to do" : "given"}: ${known?.text ?? said}${whose}`]);
  }
  const one = taskNamed(tasks, said);
  const about = { incidentId, taskId: one.id };
  const payload = flags.action === true
    ? await session.client.mutate(carryTaskOn, about)
    : flags.drop === undefined
      ? await session.client.mutate(finishTask, about) : await session.client.mutate(dropTask, { ...about, reason: flags.drop });
  const became = flags.action === true ? "an action item" : flags.drop === undefined ? "done" : "dropped";
  session.show(payload, () => [`${reference}: ${became}: ${one.text}`]);
});

const way = acting<{ readonly hours: number; readonly for?: string }>(async (session, { args: [given = ""], flags }) => {
  if (flags.for === undefined) throw usageFailure("Say whom it is for: --for 'the vendor'.");
  const { id: incidentId, reference } = await incidentNamed(session.client, given);
  const payload = await session.client.mutate(issueJoinLink, { incidentId, note: flags.for, hours: flags.hours });
  const said = `${reference}: whoever opens this and is signed in may join as a responder, for ${String(flags.hours)} h:`;
  session.show(payload, () => [said, payload.url]);
});

/** What is done in an incident beside its story: its type, its checklist, where its responders talk. */
export function registerIncidentWork(incident: Command): void {
  addCommand(incident, "type <incident> <type>", "give it a type, or another one").option("--reason <text>", "why", "").action(type);
  addCommand(incident, "tick <incident> <line>", "tick a line of its checklist, by its number or its words")
    .option("--back", "take the tick back; both are kept")
    .action(tick);
  addCommand(incident, "conference <incident> [address]", "where its responders talk, https; nowhere any more without one")
    .action(conference);
  addCommand(incident, "task <incident> [task]", "what is to be done now: adds one in its words, or names one by its number or words")
    .option("--for <person>", "who does it, or nobody; they are told")
    .option("--done", "it is done")
    .option("--drop <reason>", "it will not be done")
    .option("--action", "make an action item of it, once the incident is over")
    .action(task);
  addCommand(incident, "way-in <incident>", "make an address by which somebody joins as a responder; who commands makes one")
    .option("--for <whom>", "whom it is for")
    .option("--hours <n>", "in how many hours it ends", parseCount, 4)
    .action(way);
}

export const incidentWorkExamples = {
  "incident type": ["ballast incident type 12 Payments --reason 'it is the bank'"],
  "incident tick": ["ballast incident tick 12 1", "ballast incident tick 12 'Tell the bank' --back"],
  "incident task": [
    "ballast incident task 12", "ballast incident task 12 'Restart the gateway' --for ana", "ballast incident task 12 1 --done",
    "ballast incident task 12 1 --drop 'it came back by itself'", "ballast incident task 12 1 --action",
  ],
  "incident way-in": ["ballast incident way-in 12 --for 'the vendor' --hours 2"],
  "incident conference": ["ballast incident conference 12 https://meet.example.com/inc-12", "ballast incident conference 12"],
} as const;
