/** A flag in an environment. */
export interface FlagPlace {
  readonly flag: string;
  readonly environment: string;
}

/** What is turned: a flag where it is, with what it can give. */
export interface Turnable extends FlagPlace {
  readonly valueType: string;
  readonly offVariant: string;
  readonly variants: readonly string[];
}

/** A flag that is on or off says so; any other is called by its variants, the one that a kill gives as well. */
export const variantWord = ({ valueType, offVariant }: Pick<Turnable, "valueType" | "offVariant">, variant: string): string =>
  valueType === "boolean" ? (variant === offVariant ? "off" : "on") : variant;

/** What somebody who turns it wants: the other one of two, else the first that is not what is given now. */
export const otherThan = ({ variants, offVariant }: Turnable, now: string | null): string =>
  variants.find((one) => one !== (now ?? offVariant)) ?? offVariant;
