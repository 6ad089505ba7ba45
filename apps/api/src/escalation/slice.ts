import type { EscalationEvent, PagingEvent } from "@ballast/schema";
import { because, type Sentences, type Telling } from "../events/saying.ts";
import type { Slice } from "../slice.ts";
import { count, productWords } from "../words.ts";
import { escalationMutations } from "./escalationMutations.ts";
import { EscalationResolver, RotationEscalationResolver, ServiceEscalationResolver } from "./escalationResolver.ts";
import { EscalationReachResolver } from "./escalationReach.ts";
import { escalationById, toEscalation, type EscalationPolicy } from "./escalationType.ts";

declare module "../graphql/context.ts" {
  interface RecordTypes {
    readonly EscalationPolicy: EscalationPolicy;
  }
}

const sentences: Sentences<EscalationEvent | PagingEvent> = {
  EscalationWritten: ({ name, steps, rounds, reason }, { by }) =>
    `${by} wrote the escalation policy ${name}: ${count(steps.length, "step")}, ${rounds === 1 ? "once" : `${String(rounds)} times over`}${because(reason)}`,
  EscalationImported: ({ name, source }, { by }) =>
    `${by} brought the escalation policy ${name} here as ${productWords(source)} has it`,
  EscalationRetired: ({ reason }, { by }) => `${by} retired an escalation policy${because(reason)}`,
  DefaultEscalationSet: ({ escalationId }, { by }) =>
    escalationId === null
      ? `${by} let services that name no escalation policy call person, next person, everyone`
      : `${by} chose another escalation policy for services that name none`,
};

const telling: Telling<EscalationEvent | PagingEvent> = {
  EscalationWritten: "followers",
  EscalationImported: "followers",
  EscalationRetired: "followers",
  DefaultEscalationSet: "everybody",
};

/** In which order people are called. */
export const escalationSlice = {
  records: {
    EscalationPolicy: {
      category: "escalation",
      find: escalationById,
      of: toEscalation,
      name: (scope, id) => escalationById(scope, id)?.name ?? "an escalation policy",
      view: "escalation-policies",
      history: "What happened to the policy, newest first.",
      search: {},
      servicesOf: null,
    },
  },
  resolvers: [EscalationResolver, EscalationReachResolver, ServiceEscalationResolver, RotationEscalationResolver],
  mutations: escalationMutations,
  sentences,
  telling,
} satisfies Slice;
