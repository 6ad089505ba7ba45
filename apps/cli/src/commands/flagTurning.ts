import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import { defaultPlan, targetingRules, type RampPlan, type TargetingRules } from "@ballast/schema";
import type { Client } from "../client/client.ts";
import { CommandFailure, usageFailure } from "../client/failure.ts";
import { issuesOf } from "@ballast/schema/tables";
import { bold, dim } from "../print/style.ts";
import { incidentNamed } from "./lookup.ts";
import { readJson } from "./readFile.ts";
import { acting, type Session } from "./session.ts";

/** Where, and why. */
interface Turning {
  readonly in: string;
  readonly reason?: string;
  readonly incident?: string;
  readonly rebucket?: string;
  readonly propose?: true;
  readonly at?: string;
  readonly dryRun?: true;
}

/** What the API says a change would do. */
const previewDocument = graphql(`
  query PreviewFlagChange($flag: String!, $environment: String!, $change: JSON!, $rebucket: String) {
    flagChangePreview(flag: $flag, environment: $environment, change: $change, rebucket: $rebucket) {
      refusal { code message remedy } needsApproval rebuckets isNoChange sentence differences after neededBy { name }
      cohort { known enter leave switch cannotTell overridesStay names { enter leave switch } hash }
    }
  }
`);
type Preview = ResultOf<typeof previewDocument>["flagChangePreview"];

const standingDocument = graphql(`
  query TurnedFlag($flag: String!, $environment: String!) {
    flag(key: $flag) { targeting(environment: $environment) { ramp { rampId } kills { killId } } }
  }
`);

type Change = Readonly<Record<string, unknown>> & { readonly kind: string };

async function previewed(
  session: Session,
  { flag, change, flags }: { flag: string; change: Change; flags: Pick<Turning, "in" | "rebucket"> },
): Promise<Preview> {
  const { flagChangePreview } = await session.client.query(previewDocument, {
    flag, environment: flags.in, change, rebucket: flags.rebucket ?? null,
  });
  return flagChangePreview;
}

const previewLines = ({ sentence, differences, after, needsApproval, neededBy }: Preview): readonly string[] => [
  bold(sentence), ...differences.map((line) => `  ${line}`), after,
  ...(neededBy.length === 0 ? [] : [`Also goes off: ${neededBy.map(({ name }) => name).join(", ")}.`]),
  ...(needsApproval ? [dim("The environment asks for a second person: add --propose.")] : []),
];

interface Done {
  /** Null while the server that answered is behind: what was said holds all the same. */
  readonly targeting: { readonly sentence: string } | null;
}

const saidOf = ({ targeting }: Done): string => targeting?.sentence ?? "Done; the server that answered does not show it yet.";

const answer = "targeting { environment state sentence }";
const setFlagRules = mutation("setFlagRules", answer);
const stepRollout = mutation("stepRollout", answer);
const clearOverride = mutation("clearOverride", answer);
const setOverride = mutation("setOverride", answer);
const revertFlag = mutation("revertFlag", answer);
const resumeRamp = mutation("resumeRamp", answer);
const holdRamp = mutation("holdRamp", answer);
const stopRamp = mutation("stopRamp", answer);
const releaseKill = mutation("releaseKill", answer);
const proposeChange = mutation("proposeChange", `changeId ${answer}`);
const killFlag = mutation("killFlag", `killId ${answer}`);
const rampFlag = mutation("rampFlag", `rampId ${answer}`);

/** What is told with every change: of what, where, and why. */
interface Common {
  readonly flag: string;
  readonly environment: string;
  readonly reason: string | null;
  readonly incidentId: string | null;
  readonly rebucket?: string;
}

/** A change: shown first where only that is asked for, proposed where that is, else made. */
async function change(
  session: Session,
  flag: string,
  { what, flags, make }: { what: Change; flags: Turning; make: (client: Client, common: Common) => Promise<Done> },
): Promise<void> {
  if (flags.dryRun === true) {
    const preview = await previewed(session, { flag, change: what, flags });
    if (preview.refusal !== null) throw new CommandFailure(preview.refusal);
    session.show(preview, () => previewLines(preview));
    return;
  }
  const incidentId = flags.incident === undefined ? null : (await incidentNamed(session.client, flags.incident)).id;
  const proposes = flags.propose === true || flags.at !== undefined;
  if (proposes && flags.reason === undefined) throw usageFailure("Whoever is asked wants to know why: add --reason.");
  const rebucket = flags.rebucket === undefined ? {} : { rebucket: flags.rebucket };
  const common = { flag, environment: flags.in, reason: flags.reason ?? null, incidentId, ...rebucket };
  if (proposes) {
    const proposed = await session.client.mutate(proposeChange, {
      ...common, reason: flags.reason ?? "", change: what, applyAt: flags.at ?? null,
    });
    session.show(proposed, () => [`Proposed as ${proposed.changeId}.`]);
    return;
  }
  const done = await make(session.client, common);
  session.show(done, () => [saidOf(done)]);
}

/** The rules in a file. @throws {CommandFailure} where they are none */
function rulesIn(file: string): TargetingRules {
  const { success, data, error } = targetingRules.safeParse(readJson(file));
  if (!success) throw usageFailure(`${file} holds no rules: ${issuesOf(error)}`);
  return data;
}

export const set = acting<Turning & { readonly to?: number; readonly rules?: string }>(async (session, { args: [flag = ""], flags }) => {
  const { to: parts, rules: file } = flags;
  if ((parts === undefined) === (file === undefined)) throw usageFailure("Say what to set: --to 25%, or --rules FILE.");
  if (file !== undefined) {
    const rules = rulesIn(file);
    return change(session, flag, {
      what: { kind: "rules", rules }, flags,
      make: (client, common) => client.mutate(setFlagRules, { ...common, rules }),
    });
  }
  if (parts === undefined) return;
  return change(session, flag, {
    what: { kind: "rollout", parts }, flags,
    make: (client, common) => client.mutate(stepRollout, { ...common, parts }),
  });
});

export const override = acting<Turning & { readonly until?: string; readonly clear?: true }>(
  async (session, { args: [flag = "", customer = "", variant], flags }) => {
    if (flags.clear === true)
      return change(session, flag, {
        what: { kind: "clearOverride", customer }, flags,
        make: (client, common) => client.mutate(clearOverride, { ...common, customer }),
      });
    if (variant === undefined) throw usageFailure("What does it get? Name a variant, or --clear.");
    if (flags.reason === undefined) throw usageFailure("A customer is named for a reason: add --reason.");
    const incidentId = flags.incident === undefined ? null : (await incidentNamed(session.client, flags.incident)).id;
    const named = { customer, variant, expiresAt: flags.until ?? null, incidentId, reason: flags.reason };
    return change(session, flag, {
      what: { kind: "override", override: named }, flags,
      make: (client, common) => client.mutate(setOverride, { ...common, ...named }),
    });
  },
);

export const revert = acting<Turning & { readonly to?: number }>(async (session, { args: [flag = ""], flags }) => {
  const { to: revision } = flags;
  if (revision === undefined) throw usageFailure("To which change? --to NUMBER.", `\`ballast flag show ${flag}\` numbers them.`);
  return change(session, flag, {
    what: { kind: "revert", revision }, flags,
    make: (client, common) => client.mutate(revertFlag, { ...common, revision }),
  });
});

const planOf = (parts: readonly number[], bakeMs: number): RampPlan => {
  const analysis = defaultPlan.steps[0]?.analysis;
  if (analysis === undefined) throw new Error("there is no usual analysis");
  return { steps: parts.map((one) => ({ parts: one, bakeMs, analysis })) };
};

interface Ramping extends Turning {
  readonly steps?: readonly number[];
  readonly bake: number;
  readonly hold?: true;
  readonly resume?: true;
  readonly stop?: true;
}

/** The ramp that goes on. */
async function rampOf(session: Session, flag: string, environment: string): Promise<string> {
  const found = await session.client.query(standingDocument, { flag, environment });
  const rampId = found.flag?.targeting?.ramp?.rampId;
  if (rampId === undefined)
    throw new CommandFailure({
      code: "RAMP_NOT_RUNNING", message: `${flag} has no ramp in ${environment}.`, remedy: "Plan one: --steps 1,5,25,100.",
    });
  return rampId;
}

async function steered(
  client: Client,
  { reason, ...ramp }: { flag: string; environment: string; rampId: string; reason: string },
  { hold, resume }: Pick<Ramping, "hold" | "resume">,
): Promise<Done> {
  if (resume === true) return client.mutate(resumeRamp, ramp);
  return client.mutate(hold === true ? holdRamp : stopRamp, { ...ramp, reason });
}

export const ramp = acting<Ramping>(async (session, { args: [flag = ""], flags }) => {
  const { in: environment, steps, bake, hold, resume, stop, reason } = flags;
  const asked = [steps !== undefined, hold === true, resume === true, stop === true].filter(Boolean).length;
  if (asked !== 1) throw usageFailure("Say one thing: --steps 1,5,25,100, --hold, --resume or --stop.");
  if (steps !== undefined) {
    const plan = planOf(steps, bake);
    if (flags.dryRun === true || flags.propose === true || flags.at !== undefined)
      return change(session, flag, {
        what: { kind: "ramp", plan }, flags, make: (client, common) => client.mutate(rampFlag, { ...common, plan }),
      });
    const done = await session.client.mutate(rampFlag, { flag, environment, plan, reason: reason ?? null });
    return session.show(done, () => [saidOf(done)]);
  }
  if (resume !== true && reason === undefined) throw usageFailure("Whoever reads it later wants to know why: add --reason.");
  const rampId = await rampOf(session, flag, environment);
  const done = await steered(session.client, { flag, environment, rampId, reason: reason ?? "" }, flags);
  session.show(done, () => [saidOf(done)]);
});

export const kill = acting<Turning>(async (session, { args: [flag = ""], flags }) => {
  if (flags.dryRun === true) {
    const preview = await previewed(session, { flag, change: { kind: "kill" }, flags });
    session.show(preview, () => previewLines(preview));
    return;
  }
  // An incident that cannot be found must not keep anybody from killing: the kill is explained with it afterwards.
  const { in: environment, reason = null, incident } = flags;
  const done = await session.client.mutate(killFlag, { flag, environment, reason });
  session.show(done, () => [saidOf(done), dim(`Release it with: ballast flag release ${flag} --in ${environment} --reason WHY`)]);
  if (incident === undefined) return;
  const { id, reference } = await incidentNamed(session.client, incident);
  await session.client.mutate(mutation("explainKill"),
    { flag, environment, killId: done.killId, reason: reason ?? `for ${reference}`, incidentId: id });
});

export const release = acting<Turning>(async (session, { args: [flag = ""], flags: { in: environment, reason, dryRun, rebucket } }) => {
  if (dryRun === true) {
    const preview = await previewed(session, {
      flag, change: { kind: "release" }, flags: { in: environment, ...(rebucket === undefined ? {} : { rebucket }) },
    });
    session.show(preview, () => previewLines(preview));
    return;
  }
  if (reason === undefined) throw usageFailure("Why is it safe again? Add --reason.");
  const found = await session.client.query(standingDocument, { flag, environment });
  const killIds = (found.flag?.targeting?.kills ?? []).map(({ killId }) => killId);
  if (killIds.length === 0)
    throw new CommandFailure({
      code: "KILL_MOVED", message: `${flag} is not killed in ${environment}.`,
      remedy: `See where it stands with: ballast flag show ${flag}`,
    });
  const done = await session.client.mutate(releaseKill, { flag, environment, killIds, reason });
  session.show(done, () => [saidOf(done)]);
});
