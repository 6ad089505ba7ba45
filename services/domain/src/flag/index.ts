export { flagDecider, isTemporary, managedFlag, type Flag, type FlagCommand, type ManagedFlag, type ObservedFlag } from "./flagDecider.ts";
export type { FlagSetting } from "./flagState.ts";
export { checkVariants } from "./variantValues.ts";
