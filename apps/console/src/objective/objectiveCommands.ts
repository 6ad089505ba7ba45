import { command } from "@ballast/schema/graphql";

export const defineObjective = command("defineObjective", "objective { id }");
export const changeObjective = command("changeObjective", "objective { id }");
export const setBudgetPolicy = command("setBudgetPolicy", "objective { id }");
export const setIndicator = command("setIndicator", "objective { id }");
export const correctObjective = command("correctObjective", "objective { id }");
export const liftCorrection = command("liftCorrection", "objective { id }");
export const retireObjective = command("retireObjective", "objective { id }");
