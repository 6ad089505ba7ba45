import { useState } from "react";
import { useCommand } from "../data/command.ts";
import { CommandButton } from "../data/CommandButton.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import type { Column } from "../marks/GroupRows.tsx";
import { GroupRows } from "../marks/GroupRows.tsx";
import { AlwaysNow } from "../shell/AlwaysNow.tsx";
import { useNow } from "../marks/now.ts";
import { ViewHeader, Panel } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { SkeletonRows } from "../marks/Skeletons.tsx";
import { State, Tag } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { RelativeTime } from "../marks/Time.tsx";
import { roleWords } from "../rights/roles.ts";
import { revokeToken, tokenEvents, tokensDocument } from "./tokenDocuments.ts";
import type { Token } from "./tokenDocuments.ts";
import { clientCode, letsIn, limitWords, tokensSentence, tokenState, type TokenKind } from "./tokenWords.ts";
import styles from "../marks/Secret.module.css";
import { CopyField } from "../marks/CopyField.tsx";
import { IssueTokenDialog } from "./IssueTokenDialog.tsx";
import { ShownOnce } from "../marks/ShownOnce.tsx";

const nothing = {};

function columnsAt(now: number, revoke: (token: Token) => void): readonly Column<Token>[] {
  return [
    { key: "name", label: "For", narrow: "title", render: ({ name }) => <strong>{name}</strong> },
    { key: "person", label: "Acts for", render: ({ person }) => <Person name={person.name} /> },
    {
      key: "roles",
      label: "May",
      grow: true,
      render: ({ roles }) => (
        <span className={styles.tags}>
          {roles.map((role) => (
            <Tag key={role}>{roleWords(role)}</Tag>
          ))}
        </span>
      ),
    },
    {
      key: "services",
      label: "Limited to",
      narrow: "hide",
      render: (token) => <Quiet>{limitWords(token)}</Quiet>,
    },
    { key: "issued", label: "Issued", narrow: "hide", render: ({ issuedAt }) => <RelativeTime at={issuedAt} /> },
    {
      key: "used",
      label: "Last used",
      narrow: "hide",
      render: ({ usedAt }) => (usedAt === null ? <Quiet>never</Quiet> : <RelativeTime at={usedAt} />),
    },
    {
      key: "ends",
      label: "Ends",
      render: ({ expiresAt }) => (expiresAt === null ? <Quiet>never</Quiet> : <RelativeTime at={expiresAt} />),
    },
    {
      key: "revoke",
      label: <span className="unseen">Revoke</span>,
      render: (token) =>
        letsIn(token, now) ? (
          <CommandButton size="small" danger needs="token.issue" onClick={() => revoke(token)}>
            Revoke
          </CommandButton>
        ) : null,
    },
    {
      key: "state",
      label: "State",
      narrow: "state",
      render: (token) => <State tone={tokenState(token, now).tone}>{tokenState(token, now).words}</State>,
    },
  ];
}

function RevokeDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const give = useCommand(revokeToken);
  return (
    <ConfirmCommand
      draft={null}
      open
      danger
      onClose={onClose}
      title={`Revoke “${token.name}”?`}
      confirm={`Revoke ${token.name}`}
      preview={
        <p>
          Whatever uses it is refused from now on, also in the middle of its work. It cannot be brought back: issue another one instead.
        </p>
      }
      act={async () => void (await give({ tokenId: token.id }))}
    />
  );
}

/** A token as it is shown, this once. */
interface Issued {
  readonly secret: string;
  readonly kind: TokenKind;
}

function Secret({ issued: { secret, kind }, onClose }: { issued: Issued; onClose: () => void }) {
  if (kind === "application")
    return (
      <ShownOnce title="The application's new token" onClose={onClose}>
        <CopyField label="Token" value={secret} />
        <CopyField label="For the stock client of OpenFeature" value={clientCode(location.origin, secret)} />
        <CopyField label="For anything else, as a header" value={`Authorization: Bearer ${secret}`} />
      </ShownOnce>
    );
  if (kind === "calendar")
    return (
      <ShownOnce title="Your calendar's address" onClose={onClose}>
        <CopyField label="Everything that is due, for a calendar to subscribe to" value={secret} />
        <CopyField label="What is yours" value={`${secret}?of=me`} />
      </ShownOnce>
    );
  return (
    <ShownOnce title="Your new token" onClose={onClose}>
      <CopyField label="Token" value={secret} />
      <CopyField label="For the command line and CI" value={`BALLAST_URL=${location.origin} BALLAST_TOKEN=${secret}`} />
      <CopyField label="For anything else, as a header" value={`Authorization: Bearer ${secret}`} />
    </ShownOnce>
  );
}

/** What lets programs in: one's own tokens, everybody's for administrators. */
export function TokensView() {
  return <AlwaysNow><Tokens /></AlwaysNow>;
}

function Tokens() {
  const [issuing, setIssuing] = useState(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const [revoking, setRevoking] = useState<Token | null>(null);
  const now = useNow(60_000);
  const read = useRead(tokensDocument, nothing, { now: true });
  useLogRefresh(tokenEvents, ["read", "Tokens"]);
  const issue = <CommandButton needs="token.issue" first onClick={() => setIssuing(true)}>Issue a token</CommandButton>;
  return (
    <>
      <ViewHeader
        title="API tokens"
        summary={read.data === undefined ? undefined : tokensSentence(read.data.tokens, now)}
        actions={issue}
      />
      <ReadArea
        read={read}
        where="API tokens"
        skeleton={
          <Panel>
            <SkeletonRows />
          </Panel>
        }
      >
        {({ tokens }) => (
          <Panel>
            {tokens.length === 0 ? (
              <EmptyState title="No token was issued yet" action={issue}>
                A token lets CI, a script or the command line on another machine act for you, with the rights you give it.
              </EmptyState>
            ) : (
              <GroupRows
                label="API tokens"
                rows={tokens.toSorted((a, b) => Number(a.revoked) - Number(b.revoked) || b.issuedAt.localeCompare(a.issuedAt))}
                columns={columnsAt(now, setRevoking)}
                keyOf={({ id }) => id}
              />
            )}
          </Panel>
        )}
      </ReadArea>
      {issuing ? <IssueTokenDialog onClose={() => setIssuing(false)} issued={(secret, kind) => setIssued({ secret, kind })} /> : null}
      {issued === null ? null : <Secret issued={issued} onClose={() => setIssued(null)} />}
      {revoking === null ? null : <RevokeDialog token={revoking} onClose={() => setRevoking(null)} />}
    </>
  );
}
