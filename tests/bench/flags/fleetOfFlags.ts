import { setTimeout as pause } from "node:timers/promises";
import { flagDecider, managedFlag } from "@ballast/domain/flag";
import { targetingDecider } from "@ballast/domain/targeting";
import { idOf } from "@ballast/eventlog";
import type { Stack } from "../../harness/index.ts";
import { treeCpuMs } from "./cpu.ts";
import type { Load, Target } from "./load.ts";

/** Where OFREP answers. */
export const evaluate = "/ofrep/v1/evaluate/flags";

const strangersNoted = 1_000;
const notedAfterMs = 10_000;
const lanes = 8;

/** Where the bench's flags are. */
export const environment = "production";

export const gold = { kind: "attribute", attribute: "plan", operator: "is", values: ["gold"] } as const;

/** A rule and a share: on for gold, else for so many parts of 100,000. */
export const rulesOf = (parts: number) => ({
  prerequisites: [],
  rules: [
    { ruleId: "gold", name: "Gold", conditions: [{ ...gold, values: ["gold"] }], serve: { kind: "variant" as const, variant: "on" } },
  ],
  rollout: { parts, variants: [{ variant: "on", weight: 1 }] },
  defaultVariant: "off",
});
export const usualParts = 25_000;

export const keyOf = (index: number): string => `flag-${String(index)}`;

/** A customer who is new each time; every tenth is gold. */
export const contextAt = (turn: number): { readonly targetingKey: string; readonly plan: string; readonly region: string } => ({
  targetingKey: `customer-${String(turn)}`, plan: turn % 10 === 0 ? "gold" : "silver", region: "eu",
});

/** Does something with each number, a few at a time. */
export async function forEach(count: number, one: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next; index < count; index = next) {
      next += 1;
      await one(index);
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Registers flags up to so many, those before `from` being there. Answers the token of an application. */
export async function registerFlags(stack: Stack, count: number, from: number = 0): Promise<string> {
  await forEach(count - from, async (nth) => {
    const index = from + nth;
    await stack.gql(
      `mutation ($key: String!) { registerFlag(input: { key: $key, kind: release, environments: ["${environment}"] }) { position } }`,
      { key: keyOf(index) },
    );
    await stack.gql(
      `mutation ($key: String!, $rules: JSON!) { setFlagRules(input: { flag: $key, environment: "${environment}", rules: $rules, reason: "bench" }) { position } }`,
      { key: keyOf(index), rules: rulesOf(usualParts) },
    );
  });
  const { issueToken } = await stack.gql<{ issueToken: { secret: string } }>(
    `mutation { issueToken(input: { name: "Bench", roles: [application], environment: "${environment}" }) { secret } }`,
  );
  return issueToken.secret;
}

/** The API of a stack, and what an answer costs: of its process, or of all that the stack started. */
export function apiOf(stack: Stack, token: string, counted: "api" | "all" = "api"): Target {
  const { supervisor, parts } = stack.record();
  const root = counted === "all" ? supervisor.pid : (parts["api"]?.pid ?? 0);
  return { url: stack.url, authorization: `Bearer ${token}`, cpuMs: () => treeCpuMs(root) };
}

/** The id of a flag's rules in the bench's environment. */
export const targetingOf = (index: number): string =>
  idOf(targetingDecider, idOf(flagDecider, managedFlag, keyOf(index), null), environment);

/** A server notes so many whom it has never seen an hour, every five seconds those who came: that is not what an answer costs. */
export async function comeBefore(load: Load): Promise<void> {
  for (let turn = 0; turn < strangersNoted; turn += 1) await load.post(`${evaluate}/${keyOf(0)}`, { context: contextAt(turn) });
  await pause(notedAfterMs);
}
