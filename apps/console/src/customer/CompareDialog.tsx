import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useId, useState } from "react";
import { nodesOf } from "../data/fields.ts";
import { useRead } from "../data/read.ts";
import { Quiet } from "../marks/Text.tsx";
import { useSettled } from "../turning/useSettled.ts";
import styles from "./Customer.module.css";
import { otherCustomersDocument } from "./customerFlagDocuments.ts";

/** Chooses whom to put beside a customer. */
export function CompareDialog({ own, choose, onClose }: { own: string; choose: (id: string) => void; onClose: () => void }) {
  const [text, setText] = useState("");
  const settled = useSettled(text.trim());
  const found = nodesOf(useRead(otherCustomersDocument, settled === "" ? {} : { text: settled }, { keep: true }).data?.customers);
  const others = found.filter(({ externalId }) => externalId !== own);
  const title = useId();
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby={title}>
      <DialogTitle id={title}>Compare with another customer</DialogTitle>
      <DialogContent>
        <TextField autoFocus fullWidth label="Name or id" value={text} onChange={(event) => setText(event.target.value)} />
        <ul className={styles.others}>
          {others.map(({ externalId, name }) => (
            <li key={externalId}>
              <Button fullWidth size="small" onClick={() => choose(externalId)}>
                {name} {name === externalId ? null : <Quiet>{externalId}</Quiet>}
              </Button>
            </li>
          ))}
        </ul>
        {others.length === 0 ? <Quiet>Nobody else is known by that.</Quiet> : null}
      </DialogContent>
    </Dialog>
  );
}
