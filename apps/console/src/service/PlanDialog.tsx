import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { spanText } from "../data/spans.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { Icon } from "../marks/icons.tsx";
import { planWords } from "../rollout/RequestDeployDialog.tsx";
import type { StepDraft } from "./planText.ts";
import { draftOf, planOf, planProblem } from "./planText.ts";
import { setDeployPlan } from "./serviceCommands.ts";
import type { Environment, ServiceRecord } from "./serviceDocuments.ts";
import styles from "./Service.module.css";

const fields: readonly (readonly [keyof StepDraft, string, string])[] = [
  ["percent", "Customers, %", "10"],
  ["customers", "and by name", "acme, initech"],
  ["bake", "Bakes", "10 min"],
  ["minSamples", "Requests at least", "50"],
  ["maxErrors", "Errors at most, %", "1"],
  ["maxP95", "p95 at most, ms", "no limit"],
  ["slowerMs", "Slower than stable from, ms", "not judged"],
  ["slowerPercent", "and from, %", "20"],
];

function StepRow({
  draft, index, put, remove,
}: {
  draft: StepDraft;
  index: number;
  put: (part: Partial<StepDraft>) => void;
  remove: (() => void) | null;
}) {
  return (
    <fieldset className={styles.planStep}>
      <legend>Step {index + 1}</legend>
      {fields.map(([key, label, hint]) => (
        <TextField key={key} label={label} placeholder={hint} value={draft[key]} onChange={(event) => put({ [key]: event.target.value })} />
      ))}
      {remove === null ? null : (
        <IconButton aria-label={`Take step ${index + 1} away`} onClick={remove}>
          <Icon name="close" size={14} />
        </IconButton>
      )}
    </fieldset>
  );
}

/** Sets how releases reach everyone in an environment: the steps, what each is judged by, and the soak. */
export function PlanDialog({ service, environment, onClose }: { service: ServiceRecord; environment: Environment; onClose: () => void }) {
  const draft = useDraftOf(service, "service.plan", service.slug, environment.name);
  const [drafts, setDrafts] = useDraftState<readonly StepDraft[]>(draft, "drafts", environment.plan.steps.map(draftOf));
  const [soak, setSoak] = useDraftState(draft, "soak", spanText(environment.plan.soakMs));
  const give = useCommand(setDeployPlan, draft);
  const problem = planProblem(drafts, soak);
  const plan = planOf(drafts, soak, environment.plan);
  const put = (index: number, part: Partial<StepDraft>): void =>
    setDrafts((before) => before.map((draft, at) => (at === index ? { ...draft, ...part } : draft)));
  const add = (): void =>
    setDrafts((before) => {
      const last = before.at(-1);
      return last === undefined ? before : [...before.slice(0, -1), { ...last, percent: before.at(-2)?.percent ?? "1" }, last];
    });
  const act = async (): Promise<void> =>
    void (await give({ service: service.slug, environment: environment.name, plan }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Deploy plan of ${service.slug} ${environment.name}`}
      confirm="Set the plan"
      ready={problem === null}
      preview={<p>{problem ?? `The next deploy reaches ${planWords(plan)}. One that runs keeps its plan.`}</p>}
      act={act}
    >
      {drafts.map((draft, index) => (
        <StepRow
          key={index}
          draft={draft}
          index={index}
          put={(part) => put(index, part)}
          remove={drafts.length === 1 ? null : () => setDrafts((before) => before.filter((_, at) => at !== index))}
        />
      ))}
      <div className={styles.planFoot}>
        <Button size="small" disabled={drafts.length >= 20} onClick={add}>Add a step before the last</Button>
        <TextField label="Soaks at 100 % before it counts as good" value={soak} onChange={(event) => setSoak(event.target.value)} />
      </div>
    </ConfirmCommand>
  );
}
