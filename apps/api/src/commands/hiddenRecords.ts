import { Rejection } from "@ballast/domain";
import { own } from "@ballast/schema";
import { refuseOtherServices, type Principal } from "../auth/principal.ts";
import type { ApiContext, NodeKind } from "../graphql/context.ts";
import { isHidden, servicesOf } from "../graphql/records.ts";

/** A record that a command's input names. */
export interface NamedRecord {
  readonly kind: NodeKind;
  readonly id: string;
  /** Where the input names it. */
  readonly path: readonly string[];
}

/**
 * Refuses a command that names a record which its caller must not know of, in the words in which one that is not there
 * is refused; and a token that is limited to some services what belongs to others.
 * @throws Rejection NOT_FOUND, NOT_ALLOWED
 */
export async function refuseHiddenRecords(context: ApiContext, principal: Principal, named: readonly NamedRecord[]): Promise<void> {
  for (const { kind, id, path } of named) {
    if (own(context.known.kinds, kind) === undefined) throw new Rejection("NOT_FOUND", `there is no kind of record ${kind}`, path);
    const services = principal.serviceIds === null ? null : await servicesOf(context, kind, id);
    if (services !== null) refuseOtherServices(principal, services);
    if (await isHidden(context, principal, { kind, id })) throw new Rejection("NOT_FOUND", `there is no ${kind.toLowerCase()} ${id}`, path);
  }
}
