import { useSearchParams } from "react-router";
import type { FlagRecord, TargetingRecord } from "./flagDocuments.ts";
import { variantWord as wordOf } from "../turning/place.ts";
import type { Turnable } from "../turning/place.ts";
import { shownIn } from "./standings.ts";

/** Which environment the view is about: the one in the address, else where the flag needs a look most. */
export function usePlace(flag: FlagRecord): {
  readonly place: TargetingRecord | undefined;
  readonly choose: (environment: string) => void;
} {
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get("in");
  const shown = shownIn(flag, asked ?? undefined) ?? shownIn(flag, undefined);
  const choose = (environment: string): void =>
    setParameters((before) => {
      const next = new URLSearchParams(before);
      next.set("in", environment);
      return next;
    }, { replace: true });
  return { place: flag.places.find(({ id }) => id === shown?.id), choose };
}

/** What can be turned of it in an environment. */
export const turnable = (flag: FlagRecord, place: Pick<TargetingRecord, "environment" | "offVariant">): Turnable => ({
  flag: flag.name, environment: place.environment, offVariant: place.offVariant, valueType: flag.about?.valueType ?? "",
  variants: (flag.about?.variants ?? []).map(({ name }) => name),
});

/** A flag that is on or off says so; any other is called by its variants. */
export const variantWord = (flag: FlagRecord, variant: string): string =>
  wordOf({ valueType: flag.about?.valueType ?? "", offVariant: flag.about?.offVariant ?? "" }, variant);
