import type { DataOf, ValueType } from "@ballast/schema";
import { Rejection } from "../rejection.ts";

/** Beyond these, a number arrives at an application as another one. */
const exact = (value: number): boolean => Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER;

const isOfType: Readonly<Record<ValueType, (value: unknown) => boolean>> = {
  boolean: (value) => typeof value === "boolean",
  string: (value) => typeof value === "string",
  number: (value) => typeof value === "number",
  json: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

/** The first number in a value that an application could not read as it is; undefined where all can be. */
function inexactIn(value: unknown): number | undefined {
  if (typeof value === "number") return exact(value) ? undefined : value;
  if (typeof value !== "object" || value === null) return undefined;
  return Object.values(value).map(inexactIn).find((number) => number !== undefined);
}

/**
 * Whether a flag's variants can be given: different names, values of its type, numbers that survive JSON everywhere.
 * @throws Rejection INVALID_INPUT, UNKNOWN_VARIANT
 */
export function checkVariants(
  { variants, valueType, offVariant, key }: Pick<DataOf<"FlagRegistered">, "variants" | "valueType" | "offVariant" | "key">,
): void {
  const names = variants.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new Rejection("INVALID_INPUT", `${key}: the variant ${twice} is there twice`, ["variants"]);
  for (const { name, value } of variants) {
    if (!isOfType[valueType](value)) throw new Rejection(
      "INVALID_INPUT", `${key}: the value of ${name} is not ${valueType === "json" ? "a JSON object" : `a ${valueType}`}`, ["variants"],
    );
    const inexact = inexactIn(value);
    if (inexact !== undefined)
      throw new Rejection("INVALID_INPUT", `${key}: ${String(inexact)} in ${name} is beyond ±(2⁵³−1): give it as a string`, ["variants"]);
  }
  if (!names.includes(offVariant))
    throw new Rejection("UNKNOWN_VARIANT", `${key}: ${offVariant} is none of ${names.join(", ")}`, ["offVariant"]);
}
