import type { DataOf, SignInEvent } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";
import { Rejection } from "../rejection.ts";

/** What is known of failed sign-ins: up to when they are on record. */
export interface SignIns {
  readonly until: string | null;
}

export type SignInCommand = { readonly type: "RecordFailedSignIns"; readonly now: string } & DataOf<"SignInsFailed">;

const evolve = (_state: SignIns, event: SignInEvent): SignIns => ({ until: event.data.until });

function decide({ type, now, ...data }: SignInCommand): readonly SignInEvent[] {
  if (data.failed + data.refused === 0) throw new Rejection("INVALID_INPUT", "no sign-in failed", ["failed"]);
  return [{ type: "SignInsFailed", data }];
}

/** Failed sign-ins of one account, or of names that nobody has: those have one record for all. */
export const signInDecider = aggregate("signIn", {
  initialState: { until: null }, evolve, decide, keyOf: (personId: string | null) => [personId ?? ""],
});
