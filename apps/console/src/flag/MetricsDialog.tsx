import { useCommand } from "../data/command.ts";
import { unrevised, useDraftOf, useDraftState } from "../data/draft.ts";
import { Choice } from "../marks/Choice.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { describeFlag } from "./flagCommands.ts";
import type { FlagRecord } from "./flagDocuments.ts";
import styles from "./Flag.module.css";

type Role = "guardrail" | "signal" | "none";
const roles: readonly (readonly [Role, string])[] = [["guardrail", "sends it back"], ["signal", "pauses it"], ["none", "is not looked at"]];
type Metric = "errors" | "latency";

const roleIn = (flag: FlagRecord, name: Metric): Role => {
  const role = flag.about?.metrics.find((one) => one.name === name)?.role;
  return role === "guardrail" || role === "signal" ? role : "none";
};

/** What the ramps of a flag look at, everywhere: what gets worse sends them back, or only pauses them. */
export function MetricsDialog({ flag, onClose }: { flag: FlagRecord; onClose: () => void }) {
  const draft = useDraftOf(unrevised, "flag.metrics", flag.name);
  const [errors, setErrors] = useDraftState(draft, "errors", () => roleIn(flag, "errors"));
  const [latency, setLatency] = useDraftState(draft, "latency", () => roleIn(flag, "latency"));
  const give = useCommand(describeFlag, draft);
  const chosen = [["errors", errors, setErrors], ["latency", latency, setLatency]] as const;
  const looked = chosen.flatMap(([name, role]) => (role === "none" ? [] : [{ name, role }]));
  return (
    <ConfirmCommand
      open
      draft={draft}
      onClose={onClose}
      title={`What sends ramps of ${flag.name} back?`}
      confirm="Set it"
      ready={looked.length > 0}
      preview={
        <p>
          {looked.length === 0
            ? "A ramp that looks at nothing would never stop: choose one."
            : `Measured in ${flag.about?.services.map(({ slug }) => slug).join(", ") || "no service yet"}, with the flag against without it. It holds for all ramps of ${flag.name}, the one that runs too.`}
        </p>
      }
      act={async () => void (await give({ flag: flag.name, metrics: looked }))}
    >
      {chosen.map(([name, role, set]) => (
        <div key={name} className={styles.buttons}>
          <span>Worse {name}</span>
          <Choice label={`Worse ${name}`} value={role} options={roles} onChange={set} />
        </div>
      ))}
    </ConfirmCommand>
  );
}
