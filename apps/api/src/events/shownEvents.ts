import type { BallastEvent } from "@ballast/schema";
import type { Scope } from "../graphql/context.ts";
import { hides } from "../graphql/records.ts";
import { oncePerScope } from "../graphql/scope.ts";

const isHidden = oncePerScope(hides);

const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A value with every id of a hidden record blanked: holds, links, numbers and others name incidents. */
function withoutHidden(value: unknown, scope: Scope): unknown {
  if (typeof value === "string") return uuidPattern.test(value) && isHidden(scope, value) ? "" : value;
  if (Array.isArray(value)) return value.map((one) => withoutHidden(one, scope));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutHidden(inner, scope)]));
}

/** Whether somebody may see this event in full: its story, too, leads to a private record that it names. */
export const namesHidden = ({ data }: BallastEvent, scope: Scope): boolean =>
  scope.viewer !== "all" && JSON.stringify(withoutHidden(data, scope)) !== JSON.stringify(data);

/** A payload without what lets others in or write to people, and without what names private records to others. */
export function shownData(event: BallastEvent, scope: Scope): object {
  const data = withoutSecrets(event, scope);
  return scope.viewer === "all" ? data : Object.fromEntries(Object.entries(data).map(([key, value]) => [key, withoutHidden(value, scope)]));
}

function withoutSecrets(event: BallastEvent, scope: Scope): object {
  // What is shown of an event takes that event's payload.
  const shown = scope.context.known.shown[event.type] as ((data: BallastEvent["data"], scope: Scope) => object) | undefined;
  return shown === undefined ? event.data : shown(event.data, scope);
}
