import type { Found } from "@ballast/schema/tables";
import { readOpenSlo } from "./openslo.ts";
import { readPyrra } from "./pyrra.ts";
import { readSloth } from "./sloth.ts";
import type { YamlDocument } from "./yamlFile.ts";

/** Formats that objectives are read of. */
export const formats = { openslo: readOpenSlo, sloth: readSloth, pyrra: readPyrra } as const satisfies Readonly<
  Record<string, (documents: readonly YamlDocument[]) => readonly Found[]>
>;
export type Format = keyof typeof formats;
