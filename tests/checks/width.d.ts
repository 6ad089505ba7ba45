import type { ESLint } from "eslint";

/** The rule `ballast/width`. */
export const width: NonNullable<ESLint.Plugin["rules"]>[string];
