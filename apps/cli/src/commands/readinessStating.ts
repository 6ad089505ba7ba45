import { command as mutation } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { personNamed } from "./lookup.ts";
import { oneService, scorecardOf, type Cell, type Service } from "./readinessView.ts";
import { acting, type Session } from "./session.ts";

const owning = mutation("setServiceOwner");
const stating = mutation("stateCheck");
const reading = mutation("readRunbook");
const takingBack = mutation("takeBackStatement");
const asking = mutation("askExemption");
const granting = mutation("grantExemption");
const refusing = mutation("refuseExemption");
const ending = mutation("endExemption");

/** The service, and how it stands with each check. @throws {CommandFailure} NOT_FOUND */
async function serviceNamed(client: Client, given: string): Promise<Service> {
  const [found] = (await scorecardOf(client, { service: given })).services;
  if (found !== undefined) return found;
  throw new CommandFailure({ code: "NOT_FOUND", message: `There is no service ${given}.`, remedy: "`ballast service list` names them." });
}

/** How the service stands with a check, as people name one: by its id in the set or by its name. @throws {CommandFailure} NOT_FOUND */
function checkNamed({ service, checks }: Service, given: string): Cell {
  const wanted = given.toLowerCase();
  const found = checks.find(({ check }) => check.checkId === wanted || check.name.toLowerCase() === wanted);
  if (found !== undefined) return found;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `${service.name} is not held to ${given}.`,
    remedy: checks.length === 0 ? "No checks are published yet." : `There are: ${checks.map(({ check }) => check.checkId).join(", ")}.`,
  });
}

/** The service as it stands after a command. */
async function shown(session: Session, { service }: Service): Promise<void> {
  const after = await serviceNamed(session.client, service.slug);
  session.show(after, () => oneService(after));
}

const needed = (reason: string | undefined, why: string): string => {
  if (reason === undefined) throw usageFailure(`${why}: add --reason.`);
  return reason;
};

interface OwnFlags {
  readonly owner?: string;
  readonly tier?: number;
  readonly reason?: string;
}

/** `ballast readiness own`. */
export const own = acting<OwnFlags>(async (session, { args: [called = ""], flags: { owner, tier, reason } }) => {
  if (owner === undefined && tier === undefined) throw usageFailure("Name what is to be set: --owner, --tier.");
  const { client } = session;
  const known = await serviceNamed(client, called);
  await client.mutate(owning, {
    service: known.service.slug, tier: tier ?? known.tier, reason: reason ?? null,
    ownerId: owner === undefined ? (known.owner?.id ?? null) : owner === "nobody" ? null : (await personNamed(client, owner)).id,
  });
  await shown(session, known);
});

interface StateFlags {
  readonly on?: string;
  readonly note?: string;
}

/** `ballast readiness state`. */
export const state = acting<StateFlags>(async (session, { args: [called = "", check = ""], flags: { on, note } }) => {
  const known = await serviceNamed(session.client, called);
  const { checkId } = checkNamed(known, check).check;
  await session.client.mutate(stating, { service: known.service.slug, checkId, on: on ?? null, note: note ?? "" });
  await shown(session, known);
});

/** `ballast readiness take-back`. */
export const takeBack = acting<{ readonly reason?: string }>(async (session, { args: [called = "", check = ""], flags }) => {
  const reason = needed(flags.reason, "Whoever stated it wants to know why");
  const known = await serviceNamed(session.client, called);
  await session.client.mutate(takingBack, { service: known.service.slug, checkId: checkNamed(known, check).check.checkId, reason });
  await shown(session, known);
});

interface AskFlags {
  readonly until: string;
  readonly reason?: string;
}

/** `ballast readiness ask`. */
export const ask = acting<AskFlags>(async (session, { args: [called = "", check = ""], flags }) => {
  const reason = needed(flags.reason, "Whoever decides wants to know why, and what happens until then");
  const known = await serviceNamed(session.client, called);
  const { checkId } = checkNamed(known, check).check;
  await session.client.mutate(asking, { service: known.service.slug, checkId, until: flags.until, reason });
  await shown(session, known);
});

/** The exemption that waits for a decision. @throws {CommandFailure} NOT_FOUND */
function waiting({ service }: Service, { check, asked }: Cell): string {
  if (asked !== null) return asked.exemptionId;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `No exemption of ${service.name} from ${check.checkId} waits for a decision.`,
    remedy: "`ballast readiness ask` asks for one.",
  });
}

/** `ballast readiness grant`. */
export const grant = acting<{ readonly note?: string }>(async (session, { args: [called = "", check = ""], flags: { note } }) => {
  const known = await serviceNamed(session.client, called);
  const exemptionId = waiting(known, checkNamed(known, check));
  await session.client.mutate(granting, { service: known.service.slug, exemptionId, note: note ?? "" });
  await shown(session, known);
});

/** `ballast readiness refuse`. */
export const refuse = acting<{ readonly reason?: string }>(async (session, { args: [called = "", check = ""], flags }) => {
  const reason = needed(flags.reason, "Whoever asked wants to know why");
  const known = await serviceNamed(session.client, called);
  const exemptionId = waiting(known, checkNamed(known, check));
  await session.client.mutate(refusing, { service: known.service.slug, exemptionId, reason });
  await shown(session, known);
});

/** `ballast readiness end`: the one that holds, else the one that is asked for. */
export const end = acting<{ readonly reason?: string }>(async (session, { args: [called = "", check = ""], flags }) => {
  const reason = needed(flags.reason, "Whoever reads it later wants to know why");
  const known = await serviceNamed(session.client, called);
  const cell = checkNamed(known, check);
  const exemptionId = cell.exemption?.exemptionId ?? waiting(known, cell);
  await session.client.mutate(ending, { service: known.service.slug, exemptionId, reason });
  await shown(session, known);
});

/** `ballast readiness read`. */
export const read = acting(async (session, { args: [called = ""] }) => {
  const known = await serviceNamed(session.client, called);
  await session.client.mutate(reading, { service: known.service.slug });
  await shown(session, known);
});
