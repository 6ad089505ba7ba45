import type { AskedCheck, AskingEvent, DataOf } from "@ballast/schema";
import { aggregate } from "../aggregate.ts";

/** What a person was asked about last. */
export interface AskedPerson {
  readonly status: "asked";
  readonly askingId: string;
  readonly personId: string;
  /** The day they were asked last, UTC, and everything that they were asked about on it. */
  readonly on: string;
  readonly checks: readonly AskedCheck[];
}

export type Asking = { readonly status: "absent" } | AskedPerson;

export interface AskingCommand extends DataOf<"OwnerAsked"> {
  readonly type: "AskOwner";
  readonly now: string;
}

const evolve = (asking: Asking, { data: { askingId, personId, on, checks } }: AskingEvent): Asking => ({
  status: "asked", askingId, personId, on, checks: asking.status === "asked" && asking.on === on ? [...asking.checks, ...checks] : checks,
});

/** Nobody is asked twice a day about the same. */
function decide({ type, now, ...data }: AskingCommand, asking: Asking): readonly AskingEvent[] {
  const known = asking.status === "asked" && asking.on === data.on ? asking.checks : [];
  const checks = data.checks.filter(
    ({ serviceId, checkId }) => !known.some((one) => one.serviceId === serviceId && one.checkId === checkId),
  );
  return checks.length === 0 ? [] : [{ type: "OwnerAsked", data: { ...data, checks } }];
}

/** What a person was asked about. Its id is from theirs. */
export const askingDecider = aggregate("asking", {
  initialState: { status: "absent" } as Asking, evolve, decide, keyOf: (personId: string) => [personId],
});
