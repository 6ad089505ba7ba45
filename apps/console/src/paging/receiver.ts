/** What is called: somebody, who is on call of a schedule, or whom a policy calls. */
export type ReceiverKind = "person" | "schedule" | "policy";

/** The kinds with their words, in the order in which they are offered. */
export const receiverKinds: readonly (readonly [ReceiverKind, string])[] = [
  ["person", "A person"], ["schedule", "A schedule"], ["policy", "A policy"],
];

/** A receiver as commands take it. */
export interface ReceiverInput {
  personId?: string;
  rotationId?: string;
  policyId?: string;
  evenUnreachable?: boolean;
}

/** A receiver as commands take it. */
export const inputOfReceiver = (kind: ReceiverKind, id: string, anyway: boolean): ReceiverInput => ({
  ...(kind === "person" ? { personId: id } : kind === "schedule" ? { rotationId: id } : { policyId: id }),
  ...(anyway ? { evenUnreachable: true } : {}),
});
