import type { TypedDocument } from "../api/document.ts";
import type { Command } from "./command.ts";

type Document = Pick<TypedDocument<unknown, object>, "name" | "text">;

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && "text" in value && typeof value.text === "string" && "name" in value;
}

function isCommand(value: unknown): value is Pick<Command<object, object>, "name" | "document"> {
  return typeof value === "object" && value !== null && "document" in value && isDocument(value.document);
}

const modules = import.meta.glob<Record<string, unknown>>(["../**/*.ts", "!../**/*.spec.ts", "!../timeline/**", "!../theme/**", "!../data/allDocuments.ts"], { eager: true });

/** Every document and command that a module of the console exports, and where: checked against the schema, and persisted by the build. */
export const allDocuments: readonly (readonly [where: string, document: Document])[] = Object.entries(modules).flatMap(([path, exported]) =>
  Object.values(exported).flatMap((value) => (isDocument(value) ? [[path, value] as const] : isCommand(value) ? [[path, value.document] as const] : [])),
);
