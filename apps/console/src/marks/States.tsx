import Button from "@mui/material/Button";
import type { ReactNode } from "react";
import { asProblem } from "../api/errors.ts";
import styles from "./States.module.css";
import { Shape } from "./State.tsx";

/** Nothing here yet, or nothing that fits: says which, and offers the way on. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.state}>
      <p className={styles.title}>{title}</p>
      {children === undefined ? null : <p className={styles.words}>{children}</p>}
      {action === undefined ? null : <div className={styles.action}>{action}</div>}
    </div>
  );
}

/** What happened, where, and what to do; `where` names the part of the page, `retry` tries it again. */
export function ErrorState({
  error, where, retry, retryWords = "Try again",
}: {
  error: unknown;
  where: string;
  retry?: () => void;
  retryWords?: string;
}) {
  const problem = asProblem(error);
  return (
    <div className={styles.state} role="alert">
      <p className={styles.title}>
        <Shape tone="bad" /> {where} could not be shown
      </p>
      <p className={styles.words}>
        {problem.message}
        {problem.path === "" ? null : <> It is about <code>{problem.path}</code>.</>}
      </p>
      {problem.fix === null ? null : <p className={styles.words}>{problem.fix}</p>}
      <div className={styles.action}>
        {retry === undefined ? null : <Button onClick={retry}>{retryWords}</Button>}
        <code className={styles.code}>{problem.code}</code>
      </div>
    </div>
  );
}

/** An area the viewer's roles do not open. */
export function NoPermission({ what, role }: { what: string; role: string }) {
  return (
    <EmptyState title={`${what} is not open to you`}>
      It needs the role {role}. An administrator gives roles under People.
    </EmptyState>
  );
}

/** A refusal beside the form or button that caused it. */
export function ProblemLine({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const problem = asProblem(error);
  return (
    <p className={styles.problem} role="alert">
      <Shape tone="bad" />
      <span>
        {problem.message}
        {problem.fix === null ? null : ` ${problem.fix}`}
      </span>
    </p>
  );
}
