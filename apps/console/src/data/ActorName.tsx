import { Person } from "../marks/Person.tsx";
import type { Actor } from "./fields.ts";

/** Who did it: the person, and what acted for them when something did ("Jo Lind, by the pipeline"). */
export function ActorName({ actor, automatic = false }: { actor: Actor; automatic?: boolean }) {
  if (actor.means === "workflow")
    return (
      <span title={actor.name}>
        {actor.onBehalfOf === null ? <Person name="Ballast" /> : <Person name={actor.onBehalfOf} role="by workflow" />}
      </span>
    );
  const [name = actor.name, ...rest] = actor.name.split(", ");
  const role = automatic ? "by itself" : rest.join(", ");
  return role === "" ? <Person name={name} /> : <Person name={name} role={role} />;
}
