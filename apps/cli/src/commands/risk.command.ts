import type { Command } from "commander";
import { command as mutation, graphql, type Treatment, type TreatmentState } from "@ballast/schema/graphql";
import type { CliCommand } from "../command.ts";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { bold } from "../print/style.ts";
import { personNamed } from "./lookup.ts";
import { described, list, riskNamed, show, type Inputs } from "./riskView.ts";
import { acting, addCommand, type Session } from "./session.ts";
import { collect, momentOption, oneOf, parseCount } from "./values.ts";

const mitigationDocument = graphql(`query MitigationNamed($id: ID!) { mitigation(id: $id) { id } }`);
const registering = mutation("registerRisk", "risk { id }");
const estimating = mutation("estimateRisk", "risk { id }");
const rating = mutation("rateRisk", "risk { id }");
const treating = mutation("setRiskTreatment", "risk { id }");
const planning = mutation("planMitigation", "mitigation { reference title dueOn owner { name } }");
const proposing = mutation("proposeAcceptance", "risk { id }");
const approving = mutation("approveAcceptance", "risk { id }");
const rejecting = mutation("rejectAcceptance", "risk { id }");
const closing = mutation("closeRisk", "risk { id }");

interface InputFlags {
  readonly detect?: number;
  readonly resolve?: number;
  readonly impact?: number;
  readonly every?: number;
}

const amount = (text: string): number => {
  const value = Number(text.trim().replace(/%$/u, ""));
  if (text.trim() === "" || !Number.isFinite(value) || value < 0) throw usageFailure(`"${text}" is no number.`);
  return value;
};

/** The inputs named, over those there were; null where none is named. */
function inputsOf({ detect, resolve, impact, every }: InputFlags, before: Inputs | null): Inputs | null {
  if ([detect, resolve, impact, every].every((value) => value === undefined)) return null;
  const merged = {
    detectMinutes: detect ?? before?.detectMinutes, resolveMinutes: resolve ?? before?.resolveMinutes,
    impactPer100k: impact === undefined ? before?.impactPer100k : Math.round(impact * 1_000), betweenDays: every ?? before?.betweenDays,
  };
  const { detectMinutes, resolveMinutes, impactPer100k, betweenDays } = merged;
  if (detectMinutes === undefined || resolveMinutes === undefined || impactPer100k === undefined || betweenDays === undefined)
    throw usageFailure("An estimate needs all four: --detect, --resolve, --impact and --every.");
  return { detectMinutes, resolveMinutes, impactPer100k, betweenDays };
}

const withInputs = (command: Command): Command =>
  command
    .option("--detect <minutes>", "minutes to detect", amount)
    .option("--resolve <minutes>", "minutes to resolve", amount)
    .option("--impact <percent>", "percent of users that it hits", amount)
    .option("--every <days>", "days between two failures", amount);

interface RegisterFlags extends InputFlags {
  readonly if: string;
  readonly then: string;
  readonly until: string;
  readonly category?: string;
  readonly owner?: string;
  readonly service: readonly string[];
  readonly reviewEvery?: number;
  readonly reason?: string;
}

const register = acting<RegisterFlags>(async (session, { args: [title = ""], flags }) => {
  const { category, owner, service: services, reviewEvery, reason } = flags;
  const input = {
    title, statement: { if: flags.if, then: flags.then, until: flags.until }, services, category, reviewEveryDays: reviewEvery, reason,
    ownerId: owner === undefined ? null : (await personNamed(session.client, owner)).id, inputs: inputsOf(flags, null),
  };
  const { risk } = await session.client.mutate(registering, input);
  await shown(session, risk);
});

/** The risk as it is after a command. */
async function shown(session: Session, risk: { readonly id: string } | null): Promise<void> {
  if (risk === null) return void session.show(null, () => ["Done; the server that answered does not show it yet."]);
  const after = await riskNamed(session.client, risk.id);
  session.show(after, () => described(after, session.now));
}

interface SetFlags extends InputFlags {
  readonly treatment?: Treatment;
  readonly state?: TreatmentState;
  readonly likelihood?: number;
  readonly severity?: number;
  readonly reason?: string;
}

const set = acting<SetFlags>(async (session, { args: [called = ""], flags }) => {
  const { treatment, state, likelihood, severity, reason } = flags;
  if (reason === undefined) throw usageFailure("Whoever reads it later wants to know why: add --reason.");
  const risk = await riskNamed(session.client, called);
  const { id: riskId } = risk;
  const inputs = inputsOf(flags, risk.inputs);
  if (inputs === null && treatment === undefined && likelihood === undefined)
    throw usageFailure("Name what is to be set: --detect, --treatment, --likelihood …");
  if (inputs !== null) await session.client.mutate(estimating, { riskId, inputs, reason });
  if (likelihood !== undefined) {
    if (severity === undefined) throw usageFailure("A place on the grid needs both: --likelihood and --severity.");
    await session.client.mutate(rating, { riskId, likelihood, impact: severity, reason });
  }
  if (treatment !== undefined)
    await session.client.mutate(treating, { riskId, treatment, state: state ?? "notBegun", reason });
  const after = await riskNamed(session.client, called);
  session.show(after, () => described(after, session.now));
});

interface MitigateFlags extends InputFlags {
  readonly due: string;
  readonly owner?: string;
  readonly description?: string;
  readonly also: readonly string[];
  readonly needs: readonly string[];
}

const mitigate = acting<MitigateFlags>(async (session, { args: [called = "", title = ""], flags }) => {
  const { client } = session;
  const risk = await riskNamed(client, called);
  const others = await Promise.all(flags.also.map((other) => riskNamed(client, other)));
  const needs = await Promise.all(flags.needs.map((other) => mitigationId(client, other)));
  const { detect, resolve, impact, every } = flags;
  const effect = {
    ...(detect !== undefined && { detectMinutes: detect }), ...(resolve !== undefined && { resolveMinutes: resolve }),
    ...(impact !== undefined && { impactPer100k: Math.round(impact * 1_000) }), ...(every !== undefined && { betweenDays: every }),
  };
  const { mitigation } = await client.mutate(planning, {
    title, description: flags.description ?? "", riskIds: [risk.id, ...others.map(({ id }) => id)], dueOn: flags.due, needs,
    ownerId: flags.owner === undefined ? null : (await personNamed(client, flags.owner)).id,
    effects: Object.keys(effect).length === 0 ? [] : [{ riskId: risk.id, ...effect }],
  });
  session.show(mitigation, () => [
    mitigation === null
      ? "Done; the server that answered does not show it yet."
      : `${bold(mitigation.reference)} ${mitigation.title}, due ${mitigation.dueOn}, ${mitigation.owner.name}`,
  ]);
});

async function mitigationId(client: Client, called: string): Promise<string> {
  const { mitigation } = await client.query(mitigationDocument, { id: called });
  if (mitigation !== null) return mitigation.id;
  throw new CommandFailure({
    code: "NOT_FOUND", message: `There is no mitigation ${called}.`, remedy: "`ballast risk show RISK-n` names those of a risk.",
  });
}

interface AcceptFlags {
  readonly until: string;
  readonly from?: string;
  readonly reason?: string;
}

const accept = acting<AcceptFlags>(async (session, { args: [called = ""], flags: { until, from, reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever decides wants to know why: add --reason.");
  const riskId = (await riskNamed(session.client, called)).id;
  const { risk } = await session.client.mutate(proposing, { riskId, until, from: from ?? null, reason });
  await shown(session, risk);
});

/** The acceptance that waits for a decision. */
async function asked(client: Client, called: string): Promise<{ readonly riskId: string; readonly acceptanceId: string }> {
  const risk = await riskNamed(client, called);
  const open = risk.acceptances.find(({ state }) => state === "proposed" || state === "underReview");
  if (open !== undefined) return { riskId: risk.id, acceptanceId: open.id };
  throw new CommandFailure({
    code: "NOT_FOUND", message: `No acceptance of ${risk.reference} waits for a decision.`, remedy: "`ballast risk accept` asks for one.",
  });
}

const approve = acting<{ readonly note?: string }>(async (session, { args: [called = ""], flags: { note } }) => {
  const { risk } = await session.client.mutate(approving, { ...(await asked(session.client, called)), note: note ?? "" });
  await shown(session, risk);
});

const reject = acting<{ readonly reason?: string }>(async (session, { args: [called = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever asked wants to know why: add --reason.");
  const { risk } = await session.client.mutate(rejecting, { ...(await asked(session.client, called)), reason });
  await shown(session, risk);
});

const close = acting<{ readonly reason?: string }>(async (session, { args: [called = ""], flags: { reason } }) => {
  if (reason === undefined) throw usageFailure("Whoever looks for it wants to know why: add --reason.");
  const { risk } = await session.client.mutate(closing, { riskId: (await riskNamed(session.client, called)).id, reason });
  await shown(session, risk);
});

const standings = ["notBegun", "inProgress", "accepted", "done", "closed"] as const;

function registerReading(risk: Command): void {
  addCommand(risk, "list", "risks, what costs most first, and the register against its budget")
    .option("--service <name>", "of this service")
    .option("--owner <person>", "of this owner")
    .option("--standing <how>", standings.join(", "), oneOf(standings))
    .option("--too-big", "those that are too big for the target")
    .option("--closed", "those that were closed")
    .option("--target <percent>", "of the time without bad minutes; 99.8 unless told", amount)
    .option("--limit <number>", "at most so many", parseCount, 50)
    .action(list);
  addCommand(risk, "show <risk>", "one risk, by RISK-n").option("--as-of <moment>", "as it was then", momentOption).action(show);
}

function registerRisk(program: Command): void {
  const risk = program.command("risk").description("risks: what can go wrong, what it is expected to cost, and what is done about it");
  registerReading(risk);
  withInputs(addCommand(risk, "register <title>", "registers a risk, with an estimate or without"))
    .requiredOption("--if <text>", "if this happens")
    .requiredOption("--then <text>", "then that")
    .requiredOption("--until <text>", "until this")
    .option("--category <text>", "what kind of risk")
    .option("--owner <person>", "who answers for it; you unless told")
    .option("--service <name>", "a service that it concerns; may be given several times", collect, [])
    .option("--review-every <days>", "how often it is looked at again", parseCount)
    .option("--reason <text>", "why it is estimated so")
    .action(register);
  withInputs(addCommand(risk, "set <risk>", "estimates a risk anew, rates it, or says how it is treated; what was before is kept"))
    .option("--treatment <what>", "mitigate, accept, transfer or avoid", oneOf(["mitigate", "accept", "transfer", "avoid"]))
    .option("--state <how-far>", "notBegun, inProgress or done", oneOf(["notBegun", "inProgress", "done"]))
    .option("--likelihood <step>", "1 to 5, together with --severity", parseCount)
    .option("--severity <step>", "1 to 5: the impact on the grid", parseCount)
    .option("--reason <text>", "why")
    .action(set);
  withInputs(
    addCommand(
      risk,
      "mitigate <risk> <title>",
      "plans what is to be done about a risk; --detect, --resolve, --impact, --every: what it will be like then",
    ),
  )
    .requiredOption("--due <day>", "the day that is promised, as 2026-12-15")
    .option("--owner <person>", "who does it; you unless told")
    .option("--description <text>", "more of it")
    .option("--also <risk>", "another risk that it serves; may be given several times", collect, [])
    .option("--needs <mitigation>", "what has to be delivered first, M-n; may be given several times", collect, [])
    .action(mitigate);
  addCommand(risk, "accept <risk>", "asks to live with a risk for a time; somebody else decides")
    .requiredOption("--until <moment>", "when it ends by itself", momentOption)
    .option("--from <moment>", "from when; from the approval unless told", momentOption)
    .option("--reason <text>", "why")
    .action(accept);
  addCommand(risk, "approve <risk>", "approves the acceptance that was asked for")
    .option("--note <text>", "what to know of it")
    .action(approve);
  addCommand(risk, "reject <risk>", "does not approve it").option("--reason <text>", "why not").action(reject);
  addCommand(risk, "close <risk>", "closes a risk").option("--reason <text>", "why it is none any more").action(close);
}

export const command: CliCommand = {
  register: registerRisk,
  examples: {
    "risk": ["ballast risk list --too-big", "ballast risk show RISK-12"],
    "risk list": ["ballast risk list --service checkout --standing notBegun", "ballast risk list --json"],
    "risk show": ["ballast risk show RISK-12", "ballast risk show RISK-12 --as-of '2h ago' --json"],
    "risk register": [
      "ballast risk register 'Payment provider outage' --if 'it does not answer' --then 'nobody pays' --until 'it is back' --detect 5 --resolve 48 --impact 75 --every 60",
    ],
    "risk set": [
      "ballast risk set RISK-12 --resolve 30 --reason 'we can switch by hand'",
      "ballast risk set RISK-12 --treatment mitigate --state inProgress --reason 'second contract'",
    ],
    "risk mitigate": ["ballast risk mitigate RISK-12 'Switch by itself' --due 2026-12-15 --resolve 1 --needs M-2"],
    "risk accept": ["ballast risk accept RISK-12 --until 2027-03-01 --reason 'cheaper to wait for M-3'"],
    "risk approve": ["ballast risk approve RISK-12 --note 'until M-3 is there'"],
    "risk reject": ["ballast risk reject RISK-12 --reason 'too dear'"],
    "risk close": ["ballast risk close RISK-12 --reason 'two providers since May'"],
  },
};
