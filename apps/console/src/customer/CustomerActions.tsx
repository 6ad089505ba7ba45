import Button from "@mui/material/Button";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useAddress } from "./address.ts";
import { CompareDialog } from "./CompareDialog.tsx";
import type { CustomerRecord } from "./customerDocuments.ts";
import type { CustomerFlag } from "./customerFlagDocuments.ts";
import { TurnDialog } from "./TurnDialog.tsx";

/** What can be done from a customer's view. */
export function CustomerActions({
  customer, flags, describe,
}: {
  customer: CustomerRecord;
  flags: readonly CustomerFlag[];
  describe: () => void;
}) {
  const { put } = useAddress();
  const [comparing, setComparing] = useState(false);
  const [turning, setTurning] = useState(false);
  return (
    <>
      <Button onClick={() => setComparing(true)}>Compare with another</Button>
      <Button onClick={() => put({ view: "statement" })}>Statement</Button>
      <CommandButton needs="customer.write" onClick={describe}>Describe</CommandButton>
      <CommandButton needs="flag.write" first onClick={() => setTurning(true)}>Turn a flag for {customer.name}</CommandButton>
      {turning ? <TurnDialog customer={customer} flags={flags} onClose={() => setTurning(false)} /> : null}
      {comparing ? (
        <CompareDialog own={customer.externalId} choose={(id) => put({ with: id })} onClose={() => setComparing(false)} />
      ) : null}
    </>
  );
}
