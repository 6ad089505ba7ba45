import { defaultPlan, type RampPlan } from "@ballast/schema";
import { CommandFailure, usageFailure } from "../client/failure.ts";
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
interface Preview {
  readonly refusal: { readonly code: string; readonly message: string; readonly remedy: string } | null;
  readonly needsApproval: boolean;
  readonly isNoChange: boolean;
  readonly sentence: string;
  readonly differences: readonly string[];
  readonly after: string;
  readonly neededBy: readonly { readonly name: string }[];
}

type Change = Readonly<Record<string, unknown>> & { readonly kind: string };

async function previewed(
  session: Session,
  { flag, change, flags }: { flag: string; change: Change; flags: Pick<Turning, "in" | "rebucket"> },
): Promise<Preview> {
  const { flagChangePreview } = await session.client.query<{ flagChangePreview: Preview }>(
    `query($flag: String!, $environment: String!, $change: JSON!, $rebucket: String) { flagChangePreview(flag: $flag, environment: $environment, change: $change, rebucket: $rebucket) {
      refusal { code message remedy } needsApproval rebuckets isNoChange sentence differences after neededBy { name }
      cohort { known enter leave switch cannotTell overridesStay names { enter leave switch } hash } } }`,
    { flag, environment: flags.in, change, rebucket: flags.rebucket ?? null },
  );
  return flagChangePreview;
}

const previewLines = ({ sentence, differences, after, needsApproval, neededBy }: Preview): readonly string[] => [
  bold(sentence), ...differences.map((line) => `  ${line}`), after,
  ...(neededBy.length === 0 ? [] : [`Also goes off: ${neededBy.map(({ name }) => name).join(", ")}.`]),
  ...(needsApproval ? [dim("The environment asks for a second person: add --propose.")] : []),
];

interface Done {
  /** Null while the node that answered is behind: what was said holds all the same. */
  readonly targeting: { readonly environment: string; readonly state: string; readonly sentence: string } | null;
  readonly changeId?: string;
  readonly killId?: string;
  readonly rampId?: string;
}

const saidOf = ({ targeting }: Done): string => targeting?.sentence ?? "Done; the node that answered does not show it yet.";

const answer = "targeting { environment state sentence }";

/** A change: shown first where only that is asked for, proposed where that is, else made. */
async function change(
  session: Session,
  flag: string,
  { what, flags, made }: { what: Change; flags: Turning; made: { readonly mutation: string; readonly input: object } },
): Promise<void> {
  if (flags.dryRun === true) {
    const preview = await previewed(session, { flag, change: what, flags });
    if (preview.refusal !== null) throw new CommandFailure(preview.refusal);
    session.show(preview, () => previewLines(preview));
    return;
  }
  const incidentId = flags.incident === undefined ? null : (await incidentNamed(session.client, flags.incident)).id;
  const common = { flag, environment: flags.in, reason: flags.reason ?? null, incidentId };
  const proposes = flags.propose === true || flags.at !== undefined;
  if (proposes && flags.reason === undefined) throw usageFailure("Whoever is asked wants to know why: add --reason.");
  const rebucket = flags.rebucket === undefined ? {} : { rebucket: flags.rebucket };
  const done = proposes
    ? await session.client.mutate<Done>(
        "proposeChange",
        { ...common, ...rebucket, change: what, applyAt: flags.at ?? null },
        `changeId ${answer}`,
      )
    : await session.client.mutate<Done>(made.mutation, { ...common, ...rebucket, ...made.input }, answer);
  session.show(done, () => [proposes ? `Proposed as ${String(done.changeId)}.` : saidOf(done)]);
}

export const set = acting<Turning & { readonly to?: number; readonly rules?: string }>(async (session, { args: [flag = ""], flags }) => {
  const { to: parts, rules: file } = flags;
  if ((parts === undefined) === (file === undefined)) throw usageFailure("Say what to set: --to 25%, or --rules FILE.");
  if (file !== undefined) {
    const rules = readJson(file);
    return change(session, flag, { what: { kind: "rules", rules }, flags, made: { mutation: "setFlagRules", input: { rules } } });
  }
  return change(session, flag, { what: { kind: "rollout", parts }, flags, made: { mutation: "stepRollout", input: { parts } } });
});

export const override = acting<Turning & { readonly until?: string; readonly clear?: true }>(
  async (session, { args: [flag = "", customer = "", variant], flags }) => {
    if (flags.clear === true)
      return change(session, flag, {
        what: { kind: "clearOverride", customer }, flags, made: { mutation: "clearOverride", input: { customer } },
      });
    if (variant === undefined) throw usageFailure("What does it get? Name a variant, or --clear.");
    if (flags.reason === undefined) throw usageFailure("A customer is named for a reason: add --reason.");
    const incidentId = flags.incident === undefined ? null : (await incidentNamed(session.client, flags.incident)).id;
    const named = { customer, variant, expiresAt: flags.until ?? null, incidentId, reason: flags.reason };
    return change(session, flag, {
      what: { kind: "override", override: named }, flags,
      made: { mutation: "setOverride", input: { customer, variant, expiresAt: flags.until ?? null } },
    });
  },
);

export const revert = acting<Turning & { readonly to?: number }>(async (session, { args: [flag = ""], flags }) => {
  const { to: revision } = flags;
  if (revision === undefined) throw usageFailure("To which change? --to NUMBER.", `\`ballast flag show ${flag}\` numbers them.`);
  return change(session, flag, { what: { kind: "revert", revision }, flags, made: { mutation: "revertFlag", input: { revision } } });
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
  const found = await session.client.query<{ flag: { targeting: { ramp: { rampId: string } | null } | null } | null }>(
    "query($flag: String!, $environment: String!) { flag(key: $flag) { targeting(environment: $environment) { ramp { rampId } } } }",
    { flag, environment },
  );
  const rampId = found.flag?.targeting?.ramp?.rampId;
  if (rampId === undefined)
    throw new CommandFailure({
      code: "RAMP_NOT_RUNNING", message: `${flag} has no ramp in ${environment}.`, remedy: "Plan one: --steps 1,5,25,100.",
    });
  return rampId;
}

export const ramp = acting<Ramping>(async (session, { args: [flag = ""], flags }) => {
  const { in: environment, steps, bake, hold, resume, stop, reason } = flags;
  const asked = [steps !== undefined, hold === true, resume === true, stop === true].filter(Boolean).length;
  if (asked !== 1) throw usageFailure("Say one thing: --steps 1,5,25,100, --hold, --resume or --stop.");
  if (steps !== undefined) {
    const plan = planOf(steps, bake);
    if (flags.dryRun === true || flags.propose === true || flags.at !== undefined)
      return change(session, flag, { what: { kind: "ramp", plan }, flags, made: { mutation: "rampFlag", input: { plan } } });
    const done = await session.client.mutate<Done>("rampFlag", { flag, environment, plan, reason: reason ?? null }, `rampId ${answer}`);
    return session.show(done, () => [saidOf(done)]);
  }
  if (resume !== true && reason === undefined) throw usageFailure("Whoever reads it later wants to know why: add --reason.");
  const rampId = await rampOf(session, flag, environment);
  const input = { flag, environment, rampId, ...(resume === true ? {} : { reason }) };
  const done = await session.client.mutate<Done>(hold === true ? "holdRamp" : resume === true ? "resumeRamp" : "stopRamp", input, answer);
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
  const done = await session.client.mutate<Done>("killFlag", { flag, environment, reason }, `killId ${answer}`);
  session.show(done, () => [saidOf(done), dim(`Release it with: ballast flag release ${flag} --in ${environment} --reason WHY`)]);
  if (incident === undefined) return;
  const { id, reference } = await incidentNamed(session.client, incident);
  await session.client.mutate(
    "explainKill",
    { flag, environment, killId: done.killId, reason: reason ?? `for ${reference}`, incidentId: id },
    "position",
  );
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
  const found = await session.client.query<{ flag: { targeting: { kills: readonly { killId: string }[] } | null } | null }>(
    "query($flag: String!, $environment: String!) { flag(key: $flag) { targeting(environment: $environment) { kills { killId } } } }",
    { flag, environment },
  );
  const killIds = (found.flag?.targeting?.kills ?? []).map(({ killId }) => killId);
  if (killIds.length === 0) throw new CommandFailure({ code: "KILL_MOVED", message: `${flag} is not killed in ${environment}.` });
  const done = await session.client.mutate<Done>("releaseKill", { flag, environment, killIds, reason }, answer);
  session.show(done, () => [saidOf(done)]);
});
