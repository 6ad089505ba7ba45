import TextField from "@mui/material/TextField";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { describeCustomer } from "./customerDocuments.ts";
import type { CustomerRecord } from "./customerDocuments.ts";

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** Says how a customer is called, its plan and region; what else is known of it stays. */
export function DescribeCustomerDialog({ customer, onClose }: { customer: CustomerRecord; onClose: () => void }) {
  const draft = useDraftOf(customer, "customer.describe", customer.id);
  const [name, setName] = useDraftState(draft, "name", customer.name);
  const [plan, setPlan] = useDraftState(draft, "plan", customer.plan ?? "");
  const [region, setRegion] = useDraftState(draft, "region", customer.region ?? "");
  const give = useCommand(describeCustomer, draft);
  const { externalId, attributes } = customer;
  const act = async (): Promise<void> =>
    void (await give({ externalId, name: name.trim(), plan: orNull(plan), region: orNull(region), attributes }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`Describe ${customer.name}`}
      confirm="Save the description"
      ready={name.trim() !== ""}
      preview={
        <p>
          Its id <code>{externalId}</code> stays, and so does what else is known of it. An import that says otherwise changes it again.
        </p>
      }
      act={act}
    >
      <TextField label="Name" autoFocus required value={name} onChange={(event) => setName(event.target.value)} />
      <TextField label="Plan" value={plan} onChange={(event) => setPlan(event.target.value)} placeholder="Enterprise" />
      <TextField label="Region" value={region} onChange={(event) => setRegion(event.target.value)} placeholder="eu-west" />
    </ConfirmCommand>
  );
}
