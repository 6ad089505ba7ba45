import type { UseQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { notAllowed } from "../api/errors.ts";
import { Panel } from "../marks/Panel.tsx";
import { SkeletonView } from "../marks/Skeletons.tsx";
import { EmptyState, ErrorState, NoPermission } from "../marks/States.tsx";
import { useEmptyPast, useThen } from "../shell/moment.ts";

/** Shows what was read once it is there; before, its skeleton; when it fails, what happened and what to do. */
export function ReadArea<Result>({
  read, where, skeleton = <SkeletonView />, children,
}: {
  read: UseQueryResult<Result>;
  where: string;
  skeleton?: ReactNode;
  children: (result: Result) => ReactNode;
}) {
  if (read.data !== undefined) return children(read.data);
  if (read.error === null) return skeleton;
  if (notAllowed(read.error)) return <Panel><NoPermission what={where} role="viewer" /></Panel>;
  return <Panel><ErrorState error={read.error} where={where} retry={() => void read.refetch()} /></Panel>;
}

/** For a record that is not there (at that moment). */
export function NoSuchRecord({ what }: { what: string }) {
  const then = useThen();
  const past = useEmptyPast();
  if (then !== null) {
    return (
      <Panel>
        <EmptyState title={`There was no such ${what} at that moment`}>
          {past?.words ?? "It came later, or the link belongs to another installation."} Return to now to see what there is today.
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel>
      <EmptyState title={`There is no such ${what}`}>The link may be cut short, or it belongs to another installation.</EmptyState>
    </Panel>
  );
}
