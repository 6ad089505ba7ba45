import type { Role } from "@ballast/schema/graphql";
import { roles } from "./roles.ts";
import styles from "./Roles.module.css";

/** Chooses roles, each with what it allows. `within` leaves only these to choose from. */
export function RolesField({
  value, set, within, label = "Roles",
}: {
  value: readonly Role[];
  set: (roles: readonly Role[]) => void;
  within?: readonly string[];
  label?: string;
}) {
  const offered = roles.filter(([role]) => within === undefined || within.includes(role));
  const toggle = (role: Role): void => set(value.includes(role) ? value.filter((each) => each !== role) : [...value, role]);
  return (
    <fieldset className={styles.roles}>
      <legend>{label}</legend>
      {offered.map(([role, words, may]) => (
        <label key={role} className={styles.role}>
          <input type="checkbox" checked={value.includes(role)} onChange={() => toggle(role)} />
          <span><strong>{words}</strong> <span className={styles.may}>{may}</span></span>
        </label>
      ))}
    </fieldset>
  );
}
