import { command } from "../data/command.ts";
import type { EnvironmentKind } from "../data/fields.ts";
import type { Plan } from "../deploy/deployDocuments.ts";
import type { Target } from "./serviceDocuments.ts";

type Changed = { service: { id: string; slug: string } | null };
const service = "service { id slug }";

export const registerService = command<{ slug: string; name: string; description: string }, Changed>("registerService", service);
export const describeService = command<{ service: string; name: string; description: string; repositoryUrl?: string; runbookUrl?: string }, Changed>("describeService", service);
export const defineEnvironment = command<{ service: string; environment: string; kind: EnvironmentKind; target: Target }, Changed>("defineEnvironment", service);
export const removeEnvironment = command<{ service: string; environment: string; reason: string }, Changed>("removeEnvironment", service);
export const setDeployPlan = command<{ service: string; environment: string; plan: Plan }, Changed>("setDeployPlan", service);
export const setThresholds = command<{ service: string; pageErrorsPer100k: number; pageCustomers: number }, Changed>("setThresholds", service);
/** Without a rotation nobody is called. */
export const assignRotation = command<{ service: string; purpose: "responders" | "commander"; rotationId?: string }, Changed>("assignRotation", service);
