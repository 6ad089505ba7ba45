import type { ESLint } from "eslint";

/** The rule `ballast/no-outside-lookup`. */
export const noOutsideLookup: NonNullable<ESLint.Plugin["rules"]>[string];
