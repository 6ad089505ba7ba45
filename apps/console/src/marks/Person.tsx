import type { ReactNode } from "react";
import { initials } from "./initials.ts";
import styles from "./Person.module.css";

/** A person's initials in a circle. Decorative: write the name beside it, or give `label`. */
export function Avatar({ name, label = false }: { name: string; label?: boolean }) {
  return (
    <span
      className={styles.avatar}
      data-initials={initials(name)}
      role={label ? "img" : undefined}
      aria-label={label ? name : undefined}
      aria-hidden={label ? undefined : true}
    />
  );
}

/** Initials and name, and what they do here (`commander`). Nobody is `–`. */
export function Person({ name, role }: { name: string | null | undefined; role?: ReactNode }) {
  if (name === null || name === undefined || name === "") return <span className={styles.role}>–</span>;
  return (
    <span className={styles.person}>
      <Avatar name={name} />
      <span>{name}</span>
      {role === undefined ? null : <span className={styles.role}>{role}</span>}
    </span>
  );
}
