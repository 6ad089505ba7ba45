/** What a caller wants to do with a stream. */
export type StreamOperation = "read" | "write" | "delete" | "metaRead" | "metaWrite";

/** The value of a call's `authorization` header, if it has one. */
export type Credentials = string | undefined;

/** Decides who may do what. */
export type Access = {
  /** @throws StoreError `notAuthenticated` or `accessDenied`. */
  requireStream(credentials: Credentials, operation: StreamOperation, stream: string): void;
  /** For what only administrators and operators may do. @throws as above. */
  requireOperator(credentials: Credentials): void;
  /** For what only administrators may do. @throws as above. */
  requireAdministrator(credentials: Credentials): void;
  /** Name of the caller, for display; "anonymous" without credentials. */
  nameOf(credentials: Credentials): string;
};

/** Without users configured everybody may do everything, as in the original's insecure mode. */
export const OPEN_ACCESS: Access = {
  requireStream: () => undefined,
  requireOperator: () => undefined,
  requireAdministrator: () => undefined,
  nameOf: () => "anonymous",
};
