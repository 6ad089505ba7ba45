import type { handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import { toServiceError } from "./serviceError.ts";

/** A handler with one answer, from an async function; what it throws becomes the call's error. */
export function unary<Request, Response>(
  answer: (call: ServerUnaryCall<Request, Response>) => Promise<Response>,
): handleUnaryCall<Request, Response> {
  return (call, done) => {
    answer(call).then(
      (response) => done(null, response),
      (error: unknown) => done(toServiceError(error)),
    );
  };
}
