import * as tables from "@ballast/schema/tables";

/** A document as it is sent. */
interface Document {
  readonly name: string;
  readonly text: string;
}

function isDocument(value: unknown): value is Document {
  return (
    typeof value === "object"
    && value !== null
    && "text" in value
    && typeof value.text === "string"
    && !value.text.startsWith("fragment")
    && "name" in value
  );
}

function isCommand(value: unknown): value is { readonly document: Document } {
  return typeof value === "object" && value !== null && "document" in value && isDocument(value.document);
}

const modules = import.meta.glob<Record<string, unknown>>(
  ["../**/*.ts", "../*/slice.tsx", "!../**/*.spec.ts", "!../timeline/**", "!../theme/**", "!../data/allDocuments.ts"],
  { eager: true },
);

const places: Readonly<Record<string, Readonly<Record<string, unknown>>>> = { ...modules, "@ballast/schema/tables": tables };

/**
 * Every document and command of the console, and where: checked against the schema, and persisted by the build. They stand in modules
 * without views, which export them; those of tables that come in and go out, in the schema.
 */
export const allDocuments: readonly (readonly [where: string, document: Document])[] = Object.entries(places).flatMap(([path, exported]) =>
  Object.values(exported).flatMap((value) =>
    isDocument(value) ? [[path, value] as const] : isCommand(value) ? [[path, value.document] as const] : [],
  ),
);
