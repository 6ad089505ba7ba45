export { flagDecider, type Flag, type FlagCommand, type ObservedFlag } from "./flagDecider.ts";
export type { FlagSetting } from "./flagState.ts";
