import type { EventType } from "@ballast/schema";
import type { ApiServer } from "./context.ts";

/** Events after which somebody may have other rights than before, or none. */
const changing: ReadonlySet<EventType> = new Set<EventType>(["SessionsRevoked", "PersonLeft", "RolesSet", "TokenRevoked", "CredentialSet"]);

/** Looks again at who is signed in wherever that may have changed; a token's expiry is seen within a minute. */
export function watchSignIns({ readModel, directory, logger }: Pick<ApiServer, "readModel" | "directory" | "logger">): {
  readonly add: (look: () => void) => () => void;
  readonly stop: () => void;
} {
  const looks = new Set<() => void>();
  const all = (): void => looks.forEach((look) => look());
  const stopListening = readModel.onApplied(({ events }) => {
    const last = events.findLast(({ event }) => changing.has(event.type));
    if (last === undefined) return;
    // Sign-in has a fold of its own, which may be a moment behind the one that told us.
    directory
      .waitFor(last.position)
      .then(all, (error: unknown) => logger.error({ err: error }, "looking again at who is signed in failed"));
  });
  const timer = setInterval(all, 60_000);
  timer.unref();
  return {
    add(look) {
      looks.add(look);
      return () => void looks.delete(look);
    },
    stop() {
      stopListening();
      clearInterval(timer);
      looks.clear();
    },
  };
}
