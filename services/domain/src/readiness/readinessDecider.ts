import type { DataOf, ReadinessEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";
import { sameContent } from "../sameContent.ts";
import { dueNotice } from "./exemptionTimes.ts";
import { askedExemption, type Exemption, type KnownReadiness, type ServiceReadiness } from "./serviceReadiness.ts";

type Named<Name extends string, Type extends ReadinessEvent["type"]> = { readonly type: Name; readonly now: string } & DataOf<Type>;

export type ReadinessCommand =
  | Named<"SetServiceOwner", "ServiceOwnerSet">
  | Named<"StateCheck", "CheckStated">
  | Named<"TakeBackStatement", "CheckStatementTakenBack">
  | Named<"AskExemption", "ExemptionAsked">
  | Named<"GrantExemption", "ExemptionGranted">
  | Named<"RefuseExemption", "ExemptionRefused">
  | Named<"EndExemption", "ExemptionEnded">
  /** Its time has come nearer, or is over: whom that is told. Which notice it is, the moment says. */
  | Omit<Named<"NoticeExemption", "ExemptionNoticed">, "daysLeft">
  | Named<"ReadRunbook", "RunbookRead">
  | Named<"StateTechnologies", "TechnologiesStated">;
type Command<Type extends ReadinessCommand["type"]> = Extract<ReadinessCommand, { type: Type }>;

const begun = ({ readinessId, serviceId }: { readonly readinessId: string; readonly serviceId: string }): KnownReadiness => ({
  status: "known", readinessId, serviceId, ownerId: null, tier: null, statements: [], exemptions: [], made: [], read: [],
});

function evolve(state: ServiceReadiness, event: ReadinessEvent): ServiceReadiness {
  const known = state.status === "absent" ? begun(event.data) : state;
  switch (event.type) {
    case "ServiceOwnerSet":
      return { ...known, ownerId: event.data.ownerId, tier: event.data.tier };
    case "CheckStated": {
      const { readinessId: _, serviceId: __, ...statement } = event.data;
      return { ...known, statements: [...known.statements.filter(({ checkId }) => checkId !== statement.checkId), statement] };
    }
    case "CheckStatementTakenBack":
      return { ...known, statements: known.statements.filter(({ checkId }) => checkId !== event.data.checkId) };
    case "ExemptionAsked": {
      const { readinessId: _, serviceId: __, ...asked } = event.data;
      return { ...known, exemptions: [...known.exemptions, { ...asked, state: "asked", decidedBy: null, word: "", noticed: [] }] };
    }
    case "ExemptionGranted":
      return decided(known, event.data.exemptionId, { state: "granted", decidedBy: event.data.approverId, word: event.data.note });
    case "ExemptionRefused":
      return decided(known, event.data.exemptionId, { state: "refused", decidedBy: event.data.approverId, word: event.data.reason });
    case "ExemptionEnded":
      return decided(known, event.data.exemptionId, { state: "ended", word: event.data.reason });
    case "ExemptionNoticed": {
      const { exemptionId, daysLeft } = event.data;
      const { noticed = [] } = known.exemptions.find((one) => one.exemptionId === exemptionId) ?? {};
      return decided(known, exemptionId, { noticed: [...noticed, daysLeft] });
    }
    case "RunbookRead": {
      const { readinessId: _, serviceId: __, ...reading } = event.data;
      return { ...known, read: [...known.read.filter(({ personId }) => personId !== reading.personId), reading] };
    }
    case "TechnologiesStated": {
      const { readinessId: _, serviceId: __, ...stated } = event.data;
      return { ...known, made: [...known.made.filter(({ source }) => source !== stated.source), stated] };
    }
  }
}

const decided = (known: KnownReadiness, exemptionId: string, change: Partial<Exemption>): KnownReadiness => ({
  ...known, exemptions: known.exemptions.map((one) => (one.exemptionId === exemptionId ? { ...one, ...change } : one)),
});

const dayOf = (now: string): string => new Date(now).toISOString().slice(0, 10);

function stateCheck({ type, now, ...data }: Command<"StateCheck">, state: ServiceReadiness): readonly ReadinessEvent[] {
  if (data.on > dayOf(now)) throw new Rejection("INVALID_INPUT", `${data.on} has not come yet`, ["on"]);
  if (data.until <= data.on) throw new Rejection("INVALID_INPUT", `it would not count for a day: until ${data.until}`, ["on"]);
  const { readinessId: _, serviceId: __, ...statement } = data;
  const before = state.status === "absent" ? undefined : state.statements.find(({ checkId }) => checkId === data.checkId);
  if (sameContent(before, statement)) return [];
  if (before !== undefined && before.on > data.on)
    throw new Rejection("INVALID_INPUT", `it was stated for ${before.on}, which is later`, ["on"]);
  return [{ type: "CheckStated", data }];
}

function takeBack({ type, now, ...data }: Command<"TakeBackStatement">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const there = state.status === "known" && state.statements.some(({ checkId }) => checkId === data.checkId);
  return there ? [{ type: "CheckStatementTakenBack", data }] : [];
}

function ask({ type, now, ...data }: Command<"AskExemption">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const known = state.status === "known" ? state : begun(data);
  const { exemptionId, checkId, until } = data;
  const same = known.exemptions.find((one) => one.exemptionId === exemptionId);
  if (same !== undefined) return [];
  const today = dayOf(now);
  if (until <= today) throw new Rejection("INVALID_INPUT", `it would be over before it begins: until ${until}`, ["until"]);
  const open = askedExemption(known, checkId, today);
  if (open !== null) throw new Rejection(
    "EXEMPTION_OPEN", `an exemption from ${checkId} until ${open.until} waits for a decision`, ["check"],
  );
  return [{ type: "ExemptionAsked", data }];
}

function named(state: ServiceReadiness, exemptionId: string): Exemption {
  const found = state.status === "known" ? state.exemptions.find((one) => one.exemptionId === exemptionId) : undefined;
  if (found === undefined) throw new Rejection("NOT_FOUND", `there is no exemption ${exemptionId}`, ["exemption"]);
  return found;
}

/** Nobody decides on what they asked for themselves. */
function undecided(state: ServiceReadiness, { exemptionId, approverId }: { exemptionId: string; approverId: string }): Exemption {
  const exemption = named(state, exemptionId);
  if (exemption.state !== "asked")
    throw new Rejection("EXEMPTION_NOT_OPEN", `the exemption from ${exemption.checkId} is ${exemption.state}`, ["exemption"]);
  if (exemption.askedBy === approverId)
    throw new Rejection("APPROVER_IS_REQUESTER", "who asked for an exemption does not decide on it", ["exemption"]);
  return exemption;
}

function grant({ type, now, ...data }: Command<"GrantExemption">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const known = named(state, data.exemptionId);
  if (known.state === "granted" && known.decidedBy === data.approverId) return [];
  const { until } = undecided(state, data);
  if (until <= dayOf(now)) throw new Rejection("INVALID_INPUT", `it was asked for until ${until}, which has passed`, ["exemption"]);
  return [{ type: "ExemptionGranted", data }];
}

function refuse({ type, now, ...data }: Command<"RefuseExemption">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const known = named(state, data.exemptionId);
  if (known.state === "refused" && known.decidedBy === data.approverId) return [];
  undecided(state, data);
  return [{ type: "ExemptionRefused", data }];
}

function end({ type, now, ...data }: Command<"EndExemption">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const known = named(state, data.exemptionId);
  if (known.state === "ended") return [];
  if (known.state === "refused") throw new Rejection(
    "EXEMPTION_NOT_OPEN", `the exemption from ${known.checkId} was refused`, ["exemption"],
  );
  return [{ type: "ExemptionEnded", data }];
}

/** Read twice on a day is read once. */
function readRunbook({ type, now, ...data }: Command<"ReadRunbook">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const { readinessId: _, serviceId: __, ...reading } = data;
  const before = state.status === "absent" ? undefined : state.read.find(({ personId }) => personId === data.personId);
  return sameContent(before, reading) ? [] : [{ type: "RunbookRead", data }];
}

/** Each notice is given once, whoever finds that it has come. */
function notice({ type, now, ...data }: Command<"NoticeExemption">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const exemption = named(state, data.exemptionId);
  const daysLeft = state.status === "known" ? dueNotice(state, exemption, now) : null;
  return daysLeft === null ? [] : [{ type: "ExemptionNoticed", data: { ...data, daysLeft } }];
}

/** What a source says again is nothing new, in whatever order. */
function stateTechnologies({ type, now, ...said }: Command<"StateTechnologies">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const data = { ...said, uses: said.uses.toSorted((one, other) => (one.technologyId < other.technologyId ? -1 : 1)) };
  const { readinessId: _, serviceId: __, ...stated } = data;
  const before = state.status === "known" ? state.made.find(({ source }) => source === data.source) : undefined;
  return sameContent(before, stated) ? [] : [{ type: "TechnologiesStated", data }];
}

function setOwner({ type, now, ...data }: Command<"SetServiceOwner">, state: ServiceReadiness): readonly ReadinessEvent[] {
  const { ownerId, tier } = state.status === "known" ? state : begun(data);
  return ownerId === data.ownerId && tier === data.tier ? [] : [{ type: "ServiceOwnerSet", data }];
}

function decide(command: ReadinessCommand, state: ServiceReadiness): readonly ReadinessEvent[] {
  switch (command.type) {
    case "SetServiceOwner":
      return setOwner(command, state);
    case "StateCheck":
      return stateCheck(command, state);
    case "TakeBackStatement":
      return takeBack(command, state);
    case "AskExemption":
      return ask(command, state);
    case "GrantExemption":
      return grant(command, state);
    case "RefuseExemption":
      return refuse(command, state);
    case "EndExemption":
      return end(command, state);
    case "NoticeExemption":
      return notice(command, state);
    case "ReadRunbook":
      return readRunbook(command, state);
    case "StateTechnologies":
      return stateTechnologies(command, state);
  }
}

/** What is stated of a service's readiness. Its id is from the service's. */
export const readinessDecider = aggregate("readiness", {
  initialState: { status: "absent" } as ServiceReadiness, evolve, decide, keyOf: (serviceId: string) => [serviceId],
});
