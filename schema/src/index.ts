export * from "./decode.ts";
export * from "./defineEvent.ts";
export * from "./events/index.ts";
export * from "./exposure.ts";
export * from "./metadata.ts";
export * from "./rejections.ts";
export * from "./scalars.ts";
export * from "./streams.ts";
