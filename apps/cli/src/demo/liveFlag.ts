import { existsSync, writeFileSync } from "node:fs";
import type { Client } from "../client/client.ts";
import { liveEnvironment, liveFlag, liveService } from "./live.ts";

/** Where the flag is turned. */
export const flagPlace = { flag: liveFlag, environment: liveEnvironment } as const;

/** Who has tried it from the beginning. */
const pilot = "Northwind Bakery";

/** Registers the flag that the checkout asks for, off but for one customer, and the token it asks with. Safe to repeat. */
export async function prepareFlag(client: Client, tokenFile: string): Promise<void> {
  await client.mutate(
    "registerFlag",
    {
      idempotencyKey: "demo-flag", key: liveFlag, kind: "release", seed: "one-page-pay-2026", services: [liveService],
      description: "Basket, address and payment on one page.", metrics: [{ name: "errors", role: "signal" }],
    },
    "position",
  );
  await client.mutate(
    "setOverride",
    { ...flagPlace, idempotencyKey: "demo-flag-pilot", customer: pilot, variant: "on", reason: "tries it before everybody else" },
    "position",
  );
  // A token is shown once: where the file is not there, nobody has it any more.
  if (existsSync(tokenFile)) return;
  const { secret } = await client.mutate<{ secret: string }>(
    "issueToken",
    { name: `${liveService} in ${liveEnvironment}`, roles: ["application"], environment: liveEnvironment },
    "secret",
  );
  writeFileSync(tokenFile, `${secret}\n`, { mode: 0o600 });
}

/** The flag as it is where it is turned. */
export interface FlagStanding {
  readonly id: string;
  readonly targeting: {
    readonly sentence: string;
    /** Parts per 100,000. */
    readonly parts: number;
    readonly killed: boolean;
    readonly kills: readonly { readonly killId: string }[];
    readonly ramp: { readonly rampId: string; readonly state: string; readonly holds: readonly string[] } | null;
  };
}

/** Looks at it. */
export async function readFlag(client: Client): Promise<FlagStanding> {
  const { flag } = await client.query<{ flag: FlagStanding }>(
    `query($flag: String!, $environment: String!) { flag(key: $flag) { id targeting(environment: $environment) {
      sentence parts killed kills { killId } ramp { rampId state holds } } } }`,
    flagPlace,
  );
  return flag;
}

const reason = "the demonstration is told again";

/** Clears away what an earlier telling left of it: its kill, its ramp, its share. */
export async function clearFlag(client: Client, say: (line: string) => void): Promise<void> {
  const { targeting } = await readFlag(client);
  const { ramp, kills, parts } = targeting;
  if (ramp !== null && ["planned", "running", "held"].includes(ramp.state))
    await client.mutate("stopRamp", { ...flagPlace, rampId: ramp.rampId, reason }, "position");
  if (parts > 0) await client.mutate("stepRollout", { ...flagPlace, parts: 0, reason }, "position");
  if (kills.length === 0) return;
  await client.mutate("releaseKill", { ...flagPlace, killIds: kills.map(({ killId }) => killId), reason }, "position");
  say(`  the kill of ${liveFlag} of an earlier telling is released`);
}
