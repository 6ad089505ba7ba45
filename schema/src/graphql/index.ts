export type * from "../../generated/graphql.ts";
export * from "./command.ts";
export * from "./document.ts";
export type * from "./jsonShapes.ts";
