import type { Metadata } from "@grpc/grpc-js";
import type { Credentials } from "../access/access.ts";

/** The credentials a call carries. */
export function credentialsOf(call: { readonly metadata: Metadata }): Credentials {
  const [value] = call.metadata.get("authorization");
  return value === undefined ? undefined : value.toString();
}
