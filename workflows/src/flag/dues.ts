import type { RecordedEvent } from "@ballast/eventlog";
import type { BallastEvent } from "@ballast/schema";
import type { Due } from "@ballast/schema/workflows";

type EventWith<Type extends BallastEvent["type"]> = Extract<BallastEvent, { readonly type: Type }>;

/** What an event makes due later, and when. */
export function duesOf({ event }: Pick<RecordedEvent, "event">): readonly Due[] {
  switch (event.type) {
    case "FlagRegistered":
    case "FlagDescribed":
      return event.data.expiresAt === null ? [] : [{ kind: "flag", flagId: event.data.flagId, at: event.data.expiresAt }];
    case "OverrideSet":
      return ofOverrides(event.data.targetingId, [event.data.override]);
    case "FlagReverted":
      return ofOverrides(event.data.targetingId, event.data.overrides);
    case "FlagChangeProposed": {
      const { targetingId, changeId, applyAt: at } = event.data;
      // Whether it was approved by then, its record says.
      return at === null ? [] : [{ kind: "change", targetingId, changeId, at }];
    }
    default:
      return [];
  }
}

const ofOverrides = (targetingId: string, overrides: EventWith<"FlagReverted">["data"]["overrides"]): readonly Due[] =>
  overrides.flatMap(({ customer, expiresAt }) =>
    expiresAt === null ? [] : [{ kind: "override" as const, targetingId, customer, at: expiresAt }],
  );
