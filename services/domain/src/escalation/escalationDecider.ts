import type { DataOf, EscalationContent, EscalationEvent, EscalationTarget, PagingEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";

/** In which order people are called, as it was written last; `retired` says why nothing may use it any more. */
export interface WrittenEscalation extends EscalationContent {
  readonly status: "written";
  readonly escalationId: string;
  readonly retired: string | null;
  /** What the product said last that it came from; null: it came from none. */
  readonly imported: EscalationContent | null;
}
export type Escalation = { readonly status: "absent" } | WrittenEscalation;

export type EscalationCommand =
  | ({ readonly type: "WriteEscalation"; readonly now: string } & DataOf<"EscalationWritten">)
  /** What another product says of a policy: what it says anew since it said something last is written, the rest stays. */
  | ({ readonly type: "ImportEscalation"; readonly now: string } & DataOf<"EscalationImported">)
  /** That nothing uses it is for the caller to see: it takes all services to know. */
  | ({ readonly type: "RetireEscalation"; readonly now: string } & DataOf<"EscalationRetired">);

function evolve(escalation: Escalation, event: EscalationEvent): Escalation {
  if (event.type === "EscalationWritten") {
    const { reason: _, ...data } = event.data;
    const { retired, imported } = escalation.status === "absent" ? { retired: null, imported: null } : escalation;
    return { status: "written", ...data, retired, imported };
  }
  if (event.type === "EscalationImported") {
    const { escalationId: _, source: __, sourceId: ___, ...imported } = event.data;
    return escalation.status === "absent" ? escalation : { ...escalation, imported };
  }
  return escalation.status === "absent" ? escalation : { ...escalation, retired: event.data.reason };
}

/** The policy, or a refusal. @throws Rejection NOT_FOUND where it is not there, or was retired */
export function writtenEscalation(escalation: Escalation, escalationId: string): WrittenEscalation {
  if (escalation.status === "absent") throw new Rejection("NOT_FOUND", `there is no escalation policy ${escalationId}`, ["escalationId"]);
  if (escalation.retired !== null)
    throw new Rejection("NOT_FOUND", `the escalation policy ${escalation.name} was retired: ${escalation.retired}`, ["escalationId"]);
  return escalation;
}

/** Everybody whom its steps name, people and schedules, each once; `null` is the schedule of the service. */
export function calledBy({ steps, lastly }: Pick<EscalationContent, "steps" | "lastly">): {
  readonly rotationIds: readonly string[];
  readonly personIds: readonly string[];
} {
  const targets = [...steps.flatMap((step) => step.targets), ...lastly];
  const named = (id: (target: EscalationTarget) => string | null): readonly string[] =>
    [...new Set(targets.map(id).filter((each) => each !== null))];
  return {
    rotationIds: named((target) => (target.kind === "schedule" ? target.rotationId : null)),
    personIds: named((target) => (target.kind === "person" ? target.personId : null)),
  };
}

/** Who is told of an incident of this severity without being called. */
export const toldBy = ({ stakeholders = [] }: Pick<EscalationContent, "stakeholders">, severity: number): readonly EscalationTarget[] =>
  stakeholders.flatMap(({ target, upTo }) => (severity <= upTo ? [target] : []));

/** Refuses a step that calls the same twice, and who is told twice. @throws Rejection INVALID_INPUT */
export function refuseUnusableEscalation(
  { steps, lastly, stakeholders = [] }: Pick<EscalationContent, "steps" | "lastly" | "stakeholders">,
): void {
  const told = stakeholders.map(({ target }) => target);
  if (told.some((target, at) => told.findIndex((other) => sameContent(other, target)) !== at))
    throw new Rejection("INVALID_INPUT", "somebody is to be told twice: name the milder severity once", ["stakeholders"]);
  for (const [place, targets] of [...steps.map((step) => step.targets), lastly].entries()) {
    const twice = targets.some((target, at) => targets.findIndex((other) => sameContent(other, target)) !== at);
    const where = place < steps.length ? `step ${String(place + 1)}` : "the last call";
    if (twice) throw new Rejection("INVALID_INPUT", `${where} names somebody twice`, place < steps.length ? ["steps"] : ["lastly"]);
  }
}

function write({ type, now, ...data }: Extract<EscalationCommand, { type: "WriteEscalation" }>, known: Escalation) {
  refuseUnusableEscalation(data);
  if (known.status === "written") {
    const { reason: _, ...wanted } = data;
    const { status, retired, imported, ...there } = writtenEscalation(known, data.escalationId);
    if (sameContent(there, wanted)) return [];
  }
  return [{ type: "EscalationWritten", data } as const];
}

/** What was changed here stays, unless it changed there too. */
function importEscalation(
  { type, now, ...data }: Extract<EscalationCommand, { type: "ImportEscalation" }>, known: Escalation,
): readonly EscalationEvent[] {
  const { escalationId, source, sourceId, ...content } = data;
  const before = known.status === "absent" ? null : writtenEscalation(known, escalationId).imported;
  if (before !== null && sameContent(before, content)) return [];
  return [
    ...write({ type: "WriteEscalation", now, escalationId, ...content, reason: "" }, known), { type: "EscalationImported", data },
  ];
}

function decide(command: EscalationCommand, known: Escalation): readonly EscalationEvent[] {
  if (command.type === "ImportEscalation") return importEscalation(command, known);
  if (command.type === "WriteEscalation") return write(command, known);
  if (known.status === "written" && known.retired !== null) return [];
  const { type, now, ...data } = command;
  writtenEscalation(known, data.escalationId);
  return [{ type: "EscalationRetired", data }];
}

/** In which order people are called. One that was retired never comes back under its id. */
export const escalationDecider = aggregate("escalation", {
  initialState: { status: "absent" } as Escalation, evolve, decide,
  /** One that came from another product goes by its id there. */
  keyOf: (commandId: string, source?: string) => (source === undefined ? [commandId] : [source, commandId]),
});

/** What holds for every page unless a service says otherwise. */
export type Paging = { readonly status: "absent" } | { readonly status: "set"; readonly escalationId: string | null };
export type PagingCommand = { readonly type: "SetDefaultEscalation"; readonly now: string } & DataOf<"DefaultEscalationSet">;

function decidePaging({ type, now, ...data }: PagingCommand, paging: Paging): readonly PagingEvent[] {
  const before = paging.status === "set" ? paging.escalationId : null;
  return before === data.escalationId ? [] : [{ type: "DefaultEscalationSet", data }];
}

/** There is one of it. */
export const pagingDecider = aggregate("paging", {
  initialState: { status: "absent" } as Paging,
  evolve: (_: Paging, { data }: PagingEvent): Paging => ({ status: "set", escalationId: data.escalationId }),
  decide: decidePaging,
  keyOf: () => [],
});
