import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useId, useState } from "react";
import { Quiet, Version } from "../marks/Text.tsx";
import { BackToRulesDialog } from "../turning/BackToRulesDialog.tsx";
import { NameDialog } from "../turning/NameDialog.tsx";
import styles from "./Customer.module.css";
import type { CustomerRecord } from "./customerDocuments.ts";
import type { CustomerFlag } from "./customerFlagDocuments.ts";
import { getsWord, keyOf, rowsOf, turnableOf } from "./flagRows.ts";

/** So many are listed; the field finds the others. */
const MOST = 12;

interface TurnProps {
  readonly customer: Pick<CustomerRecord, "externalId" | "name">;
  readonly onClose: () => void;
}

/** What turns one flag for a customer: another variant by name, or back to the rule where somebody named it before. */
export function TurnOne({ row, customer, onClose }: TurnProps & { row: CustomerFlag }) {
  const who = { id: customer.externalId, name: customer.name };
  return row.byHand
    ? <BackToRulesDialog place={turnableOf(row)} customer={who} onClose={onClose} />
    : <NameDialog flag={turnableOf(row)} customer={{ ...who, variant: row.variant }} onClose={onClose} />;
}

/** Chooses the flag to turn for a customer, whether or not it gives it anything yet; a killed one is turned for nobody. */
export function TurnDialog({ customer, flags, onClose }: TurnProps & { flags: readonly CustomerFlag[] }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<CustomerFlag | null>(null);
  const title = useId();
  if (chosen !== null) return <TurnOne row={chosen} customer={customer} onClose={onClose} />;
  const found = rowsOf(flags.filter(({ targeting }) => !targeting.killed), "all", text);
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby={title}>
      <DialogTitle id={title}>Which flag, for {customer.name}?</DialogTitle>
      <DialogContent>
        <TextField
          autoFocus
          fullWidth
          className={styles.find}
          label="Find a flag"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <ul className={styles.others}>
          {found.slice(0, MOST).map((row) => (
            <li key={row.targeting.id}>
              <Button fullWidth size="small" onClick={() => setChosen(row)}>
                <Version>{keyOf(row)}</Version>&nbsp;<Quiet>gets {getsWord(row)}{row.byHand ? ", by hand" : ""}</Quiet>
              </Button>
            </li>
          ))}
        </ul>
        <Quiet>
          {found.length === 0 ? "None of these." : null}
          {found.length > MOST ? `${String(found.length - MOST)} more: write a part of the name.` : null}
        </Quiet>
      </DialogContent>
    </Dialog>
  );
}
