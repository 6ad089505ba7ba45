import type { ReactNode } from "react";
import { ReleaseHoldDialog } from "../rollout/ReleaseHoldDialog.tsx";
import { RequestDeployDialog } from "../rollout/RequestDeployDialog.tsx";
import { RollbackDialog } from "../rollout/RollbackDialog.tsx";
import { DescribeServiceDialog } from "./DescribeDialogs.tsx";
import { AssignEscalationDialog } from "./EscalationDialog.tsx";
import { EnvironmentDialog, RemoveEnvironmentDialog } from "./EnvironmentDialogs.tsx";
import { PlanDialog } from "./PlanDialog.tsx";
import { AssignRotationDialog, ThresholdsDialog } from "./ResponseDialogs.tsx";
import type { Environment, ServiceRecord } from "./serviceDocuments.ts";
import { SupportHoursDialog } from "./SupportHoursDialog.tsx";

/** Which dialog of the view is open. */
export type Open =
  | { what: "describe" | "thresholds" | "responders" | "commander" | "escalation" | "supportHours" | "add" }
  | { what: "deploy" | "rollBack" | "release" | "plan" | "change" | "remove"; environment: Environment; version?: string };

/** The dialog that is open. */
export function ServiceDialog({ service, open, onClose }: { service: ServiceRecord; open: Open; onClose: () => void }): ReactNode {
  const lane = "environment" in open ? { service: service.slug, environment: open.environment.name } : null;
  switch (open.what) {
    case "describe": return <DescribeServiceDialog service={service} onClose={onClose} />;
    case "thresholds": return <ThresholdsDialog service={service} onClose={onClose} />;
    case "responders":
    case "commander":
      return <AssignRotationDialog service={service} purpose={open.what} onClose={onClose} />;
    case "escalation":
      return <AssignEscalationDialog service={service} onClose={onClose} />;
    case "supportHours":
      return <SupportHoursDialog service={service} onClose={onClose} />;
    case "add":
      return <EnvironmentDialog service={service} environment={null} onClose={onClose} />;
    case "change":
      return <EnvironmentDialog service={service} environment={open.environment} onClose={onClose} />;
    case "remove":
      return <RemoveEnvironmentDialog service={service} environment={open.environment} onClose={onClose} />;
    case "plan":
      return <PlanDialog service={service} environment={open.environment} onClose={onClose} />;
    case "deploy":
      return lane === null ? null : (
        <RequestDeployDialog
          ask={{ ...lane, environments: [lane.environment], ...(open.version === undefined ? {} : { version: open.version }) }}
          onClose={onClose}
        />
      );
    case "rollBack":
      return lane === null ? null : <RollbackDialog ask={lane} onClose={onClose} />;
    case "release":
      return lane === null ? null : (
        <ReleaseHoldDialog {...lane} faultyVersion={open.environment.lane?.hold?.faultyVersion ?? ""} onClose={onClose} />
      );
  }
}
