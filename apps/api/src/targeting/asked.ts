import { Rejection } from "@ballast/domain";
import {
  compileFlag, contextOfCustomer, failed, OpenFlag, type Evaluation, type FlagContext, type FlagInEnvironment,
  type FlagWorld,
} from "@ballast/flags";
import type { TargetingRow } from "@ballast/readmodel/targeting";
import { customerDecider } from "@ballast/domain/customer";
import { idOf } from "@ballast/eventlog";
import type { CustomerRow } from "@ballast/readmodel";
import type { Scope } from "../graphql/scope.ts";

/** Flags and segments of an environment as they were at the scope's moment. */
export function worldOf({ context: { readModel }, asOf }: Scope, environment: string): FlagWorld {
  return {
    flag(flagId) {
      const targeting = readModel.targetings.of(flagId, environment, asOf);
      return targeting === undefined ? undefined : subjectOf({ context: { readModel }, asOf }, targeting);
    },
    segment: (segmentId) => readModel.segments.get(segmentId, asOf),
  };
}

type Reading = { readonly context: Pick<Scope["context"], "readModel">; readonly asOf: Scope["asOf"] };

/** A flag in its environment; undefined where the flag was not there yet. */
export function subjectOf({ context: { readModel }, asOf }: Reading, targeting: TargetingRow): FlagInEnvironment | undefined {
  const flag = readModel.flags.get(targeting.flagId, asOf);
  return flag?.status === "managed" ? { flag, targeting } : undefined;
}

/** The customer as it was known then; undefined for one whom nobody knew. */
export const customerThen = ({ context: { readModel }, asOf }: Scope, id: string): CustomerRow | undefined =>
  readModel.customers.get(idOf(customerDecider, id), asOf);

/** What a customer is evaluated with; one whom nobody knows has an id and nothing else. */
export const contextFor = (id: string, row: CustomerRow | undefined): FlagContext =>
  contextOfCustomer({ id, plan: row?.plan ?? null, region: row?.region ?? null, attributes: row?.attributes ?? {} });

/** What a context gets; what cannot be compiled gives its caller's code default, and says why. */
export function evaluated(subject: FlagInEnvironment, world: FlagWorld, context: FlagContext): Evaluation {
  try {
    return new OpenFlag(compileFlag(subject, world)).evaluate(context);
  } catch (error) {
    if (error instanceof Rejection) return failed("PARSE_ERROR", error.message);
    throw error;
  }
}
