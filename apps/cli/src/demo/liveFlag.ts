import { existsSync, writeFileSync } from "node:fs";
import { command as mutation, graphql, type ResultOf } from "@ballast/schema/graphql";
import type { Client } from "../client/client.ts";
import { liveEnvironment, liveFlag, liveService } from "./live.ts";
import { storyFailure } from "./stage.ts";

const issueToken = mutation("issueToken", "secret");

/** Where the flag is turned. */
export const flagPlace = { flag: liveFlag, environment: liveEnvironment } as const;

/** Who has tried it from the beginning. */
const pilot = "Northwind Bakery";

/** Registers the flag that the checkout asks for, off but for one customer, and the token it asks with. Safe to repeat. */
export async function prepareFlag(client: Client, tokenFile: string): Promise<void> {
  await client.mutate(mutation("registerFlag"),
    {
      idempotencyKey: "demo-flag", key: liveFlag, kind: "release", seed: "one-page-pay-2026", services: [liveService],
      description: "Basket, address and payment on one page.", metrics: [{ name: "errors", role: "signal" }],
    });
  await client.mutate(mutation("setOverride"),
    { ...flagPlace, idempotencyKey: "demo-flag-pilot", customer: pilot, variant: "on", reason: "tries it before everybody else" });
  // A token is shown once: where the file is not there, nobody has it any more.
  if (existsSync(tokenFile)) return;
  const { secret } = await client.mutate(issueToken, {
    name: `${liveService} in ${liveEnvironment}`, roles: ["application"], environment: liveEnvironment,
  });
  if (secret === null) throw new Error("the checkout's token was issued before, and its secret is shown once");
  writeFileSync(tokenFile, `${secret}\n`, { mode: 0o600 });
}

const flagDocument = graphql(`
  query DemonstrationFlag($flag: String!, $environment: String!) {
    flag(key: $flag) { id targeting(environment: $environment) { sentence parts killed kills { killId } ramp { rampId state holds } } }
  }
`);
type Flag = NonNullable<ResultOf<typeof flagDocument>["flag"]>;
/** The flag as it is where it is turned. */
export type FlagStanding = Flag & { readonly targeting: NonNullable<Flag["targeting"]> };

/** Looks at it. */
export async function readFlag(client: Client): Promise<FlagStanding> {
  const { flag } = await client.query(flagDocument, flagPlace);
  const targeting = flag?.targeting ?? null;
  if (flag === null || targeting === null) throw storyFailure(`There is no flag ${liveFlag} in ${liveEnvironment}.`);
  return { ...flag, targeting };
}

const reason = "the demonstration is told again";

/** Clears away what an earlier telling left of it: its kill, its ramp, its share. */
export async function clearFlag(client: Client, say: (line: string) => void): Promise<void> {
  const { targeting } = await readFlag(client);
  const { ramp, kills, parts } = targeting;
  if (ramp !== null && ["planned", "running", "held"].includes(ramp.state))
    await client.mutate(mutation("stopRamp"), { ...flagPlace, rampId: ramp.rampId, reason });
  if (parts > 0) await client.mutate(mutation("stepRollout"), { ...flagPlace, parts: 0, reason });
  if (kills.length === 0) return;
  await client.mutate(mutation("releaseKill"), { ...flagPlace, killIds: kills.map(({ killId }) => killId), reason });
  say(`  the kill of ${liveFlag} of an earlier telling is released`);
}
