import TextField from "@mui/material/TextField";
import { useState } from "react";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraft, useDraftOf, useDraftState } from "../data/draft.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { SmallButton } from "../data/SmallButton.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { CopyField } from "../marks/CopyField.tsx";
import { Panel } from "../marks/Panel.tsx";
import { State } from "../marks/State.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { issueCustomerLink, revokeCustomerLink, type CustomerLink, type CustomerRecord } from "./customerDocuments.ts";
import styles from "./Customer.module.css";

const STATES = {
  holds: { tone: "good", words: "Holds" }, expired: { tone: "idle", words: "Ended" }, revoked: { tone: "idle", words: "Revoked" },
} as const;

interface DialogProps {
  readonly customer: Pick<CustomerRecord, "id" | "name" | "revision">;
  readonly onClose: () => void;
}

function IssueDialog({ customer, onClose }: DialogProps) {
  const draft = useDraft("customer.link", customer.id);
  const [note, setNote] = useDraftState(draft, "note", "");
  const [days, setDays] = useDraftState(draft, "days", "90");
  const give = useCommand(issueCustomerLink, draft);
  const count = Number(days);
  const act = async (): Promise<void> => void (await give({ customerId: customer.id, note: note.trim(), expiresInDays: count }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`An address for ${customer.name}`}
      confirm="Make it"
      ready={note.trim() !== "" && Number.isInteger(count) && count >= 1 && count <= 730}
      preview={
        <p>
          Whoever has it reads, without signing in, the services that serve {customer.name}, the incidents that reached it in readers’
          words, and their minutes. Nothing private is in it.
        </p>
      }
      act={act}
    >
      <TextField autoFocus required label="Whom it is for" value={note} onChange={({ target }) => setNote(target.value)} />
      <TextField required label="Ends in days" value={days} onChange={({ target }) => setDays(target.value)} />
    </ConfirmCommand>
  );
}

function RevokeDialog({ customer, link, onClose }: DialogProps & { readonly link: CustomerLink }) {
  const draft = useDraftOf(customer, "customer.link.revoke", link.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const give = useCommand(revokeCustomerLink, draft);
  const act = async (): Promise<void> =>
    void (await give({ customerId: customer.id, linkId: link.id, reason: reason.trim() }));
  return (
    <ConfirmCommand
      draft={draft}
      open
      danger
      onClose={onClose}
      title={`Revoke the address for ${link.note}?`}
      confirm="Revoke it"
      ready={reason.trim() !== ""}
      preview={<p>Whoever opens it finds nothing from then on.</p>}
      act={act}
    >
      <ReasonField needed value={reason} set={setReason} />
    </ConfirmCommand>
  );
}

/** Addresses at which a customer reads what it had. */
export function LinksPanel({ customer }: { customer: CustomerRecord }) {
  const [doing, setDoing] = useState<"issue" | CustomerLink | null>(null);
  const close = (): void => setDoing(null);
  return (
    <Panel title="What it may read" padded meta="by a signed address">
      {customer.links.length === 0 ? <p><Quiet>No address was made for it.</Quiet></p> : null}
      {customer.links.map((link) => (
        <div key={link.id} className={styles.link}>
          <p>
            <State tone={STATES[link.state].tone}>{STATES[link.state].words}</State> {link.note}{" "}
            <Quiet>ends <RelativeTime at={link.expiresAt} /></Quiet>{" "}
            {link.state === "holds" ? (
              <SmallButton needs="statusPage.write" label={`Revoke the address for ${link.note}`} onClick={() => setDoing(link)}>
                Revoke
              </SmallButton>
            ) : null}
          </p>
          {link.url === null ? null : <CopyField label={`Address for ${link.note}`} value={link.url} />}
        </div>
      ))}
      <CommandButton needs="statusPage.write" size="small" onClick={() => setDoing("issue")}>Make an address</CommandButton>
      {doing === "issue" ? <IssueDialog customer={customer} onClose={close} /> : null}
      {doing !== null && doing !== "issue" ? <RevokeDialog customer={customer} link={doing} onClose={close} /> : null}
    </Panel>
  );
}
