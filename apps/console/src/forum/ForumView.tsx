import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { Link, useNavigate, useParams } from "react-router";
import { CommandButton } from "../data/CommandButton.tsx";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { nodesOf } from "../data/fields.ts";
import { HistoryPanel } from "../data/HistoryPanel.tsx";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { ReasonField } from "../data/ReasonField.tsx";
import { counted } from "../data/words.ts";
import { MenuButton } from "../lists/MenuButton.tsx";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { GroupRows, type Column } from "../marks/GroupRows.tsx";
import { Columns, Facts, Panel, ViewHeader } from "../marks/Panel.tsx";
import { Person } from "../marks/Person.tsx";
import { State } from "../marks/State.tsx";
import { EmptyState } from "../marks/States.tsx";
import { Quiet } from "../marks/Text.tsx";
import { dayWords } from "../promises/Due.tsx";
import styles from "./Forum.module.css";
import { ForumDialog } from "./ForumDialog.tsx";
import { endForum, forumDocument, forumEvents, openSitting, reopenForum } from "./forumDocuments.ts";
import type { Answered, ForumRecord } from "./forumDocuments.ts";
import { about, forumSentence, kinds, often, sittingStanding } from "./forumWords.ts";

/** One series of reviews: what it is about, when it comes, and every one there was. */
export function ForumView() {
  const { id = "" } = useParams();
  const read = useRead(forumDocument, { id });
  useLogRefresh(forumEvents, ["read", forumDocument.name]);
  return (
    <ReadArea read={read} where="The series of reviews">
      {({ forum, assessments }) =>
        (forum === null ? <NoSuchRecord what="series of reviews" /> : <Shown forum={forum} answered={assessments} />)}
    </ReadArea>
  );
}

type Doing = "describe" | "end" | "open";

function Shown({ forum, answered }: { forum: ForumRecord; answered: readonly Answered[] }) {
  const [doing, setDoing] = useState<Doing | null>(null);
  const close = (): void => setDoing(null);
  return (
    <>
      <ViewHeader title={forum.title} summary={forumSentence(forum)} actions={<Commands forum={forum} begin={setDoing} />} />
      <Columns side={<><Side forum={forum} /><Lenses answered={answered} /></>}>
        <Sittings forum={forum} />
        <HistoryPanel events={nodesOf(forum.history)} total={forum.history.totalCount} />
      </Columns>
      {doing === "describe" ? <ForumDialog forum={forum} onClose={close} /> : null}
      {doing === "end" ? <EndDialog forum={forum} onClose={close} /> : null}
      {doing === "open" ? <OpenDialog forum={forum} onClose={close} /> : null}
    </>
  );
}

const sittingHref = (id: string): string => `/sittings/${encodeURIComponent(id)}`;

function Commands({ forum, begin }: { forum: ForumRecord; begin: (doing: Doing) => void }) {
  const navigate = useNavigate();
  const { open, state } = forum;
  return (
    <>
      {open !== null ? (
        <CommandButton needs="read" first onClick={() => void navigate(sittingHref(open.id))}>
          {open.state === "meeting" ? "Go on with it" : `Prepare that of ${dayWords(open.dueOn)}`}
        </CommandButton>
      ) : state === "running" ? (
        <CommandButton needs="forum.own" first onClick={() => begin("open")}>Open the next one now</CommandButton>
      ) : null}
      <MenuButton words="More">
        {(closeMenu) => ([
          ["describe", "Describe it anew…"], ["end", state === "running" ? "End it…" : "Let it come again…"],
        ] as const)
          .filter(([what]) => what === "end" || state === "running")
          .map(([what, words]) => (
            <MenuItem
              key={what}
              onClick={() => {
                closeMenu();
                begin(what);
              }}
            >
              {words}
            </MenuItem>
          ))}
      </MenuButton>
    </>
  );
}

function OpenDialog({ forum, onClose }: { forum: ForumRecord; onClose: () => void }) {
  const give = useCommand(openSitting);
  const navigate = useNavigate();
  const day = forum.nextDueOn === null ? "" : dayWords(forum.nextDueOn);
  const act = async (): Promise<void> => {
    const { sitting } = await give({ forumId: forum.id });
    if (sitting !== null) void navigate(sittingHref(sitting.id));
  };
  return (
    <ConfirmCommand
      draft={null} open focused onClose={onClose} title={`Open ${forum.title} of ${day}?`} confirm={`Open that of ${day}`}
      preview={<p>By itself it is opened {counted(forum.tellDaysBefore, "day")} ahead. Its day can be moved, with a reason.</p>}
      act={act}
    />
  );
}

function EndDialog({ forum, onClose }: { forum: ForumRecord; onClose: () => void }) {
  const draft = useDraftOf(forum, "forum.end", forum.id);
  const [reason, setReason] = useDraftState(draft, "reason", "");
  const [end, reopen] = [useCommand(endForum, draft), useCommand(reopenForum, draft)];
  const running = forum.state === "running";
  const act = async (): Promise<void> => {
    const said = { forumId: forum.id, reason: reason.trim() };
    if (running) await end(said);
    else await reopen(said);
  };
  return (
    <ConfirmCommand
      draft={draft} open danger={running} onClose={onClose} title={running ? `End ${forum.title}?` : `Let ${forum.title} come again?`}
      confirm={running ? "End the series" : "Let it come again"} ready={reason.trim() !== ""}
      preview={
        <p>
          {running
            ? "It does not come again. What was held stays, and one that is open can still be held."
            : `It comes ${often(forum.cadence)}.`}
        </p>
      }
      act={act}
    >
      <ReasonField value={reason} set={setReason} needed />
    </ConfirmCommand>
  );
}

type Row = ForumRecord["sittings"][number];
const columns: readonly Column<Row>[] = [
  { key: "day", label: "Of", narrow: "title", render: ({ dueOn, heldOn }) => dayWords(heldOn ?? dueOn) },
  {
    key: "who", label: "Was there", narrow: "hide", grow: true,
    render: ({ attended }) => attended.map(({ name }) => name).join(", ") || <Quiet>–</Quiet>,
  },
  {
    key: "decisions", label: "Decisions", narrow: "hide",
    render: ({ decisions }) => String(decisions.filter(({ undone }) => undone === null).length),
  },
  {
    key: "findings", label: "Findings", narrow: "meta",
    render({ findings }) {
      const open = findings.filter((one) => one.open).length;
      return <>{findings.length}{open === 0 ? null : <Quiet>, {open} open</Quiet>}</>;
    },
  },
  {
    key: "state", label: "State", narrow: "state",
    render(row) {
      const { words, tone } = sittingStanding(row);
      return <State tone={tone}>{words}</State>;
    },
  },
];

const Sittings = ({ forum }: { forum: ForumRecord }) => (
  <Panel title="Its reviews" meta={forum.sittings.length === 0 ? undefined : counted(forum.sittings.length, "review")}>
    {forum.sittings.length === 0 ? (
      <EmptyState title="None was opened yet">
        {forum.nextDueOn === null
          ? "It does not come again."
          : `That of ${dayWords(forum.nextDueOn)} is opened ${counted(forum.tellDaysBefore, "day")} ahead.`}
      </EmptyState>
    ) : (
      <GroupRows label="Its reviews" rows={forum.sittings} columns={columns} keyOf={({ id }) => id} hrefOf={({ id }) => sittingHref(id)} />
    )}
  </Panel>
);

const Side = ({ forum }: { forum: ForumRecord }) => (
  <Panel title="About it" padded>
    <Facts
      facts={[
        ["Looks at", kinds[forum.kind]],
        ["About", forum.services.length === 0 ? about(forum) : (
          <span key="about">
            {forum.vendor === null ? "" : `${forum.vendor}, `}
            {forum.services.map(({ slug, name }, index) => (
              <span key={slug}>
                {index === 0 ? "" : ", "}
                <Link to={`/services/${slug}`}>{name}</Link>
              </span>
            ))}
          </span>
        )],
        ["Comes", `${often(forum.cadence)}, counted from ${dayWords(forum.firstOn)}`],
        ["Owner", <Person key="owner" name={forum.owner.name} />],
        ["Takes part", forum.participants.map(({ name }) => name).join(", ")],
        ["Opened", `${counted(forum.tellDaysBefore, "day")} ahead`],
      ]}
    />
  </Panel>
);

/** Lenses that the series answers. */
const Lenses = ({ answered }: { answered: readonly Answered[] }) => (
  <Panel title="Lenses" padded>
    {answered.length === 0 ? (
      <Quiet>None. Open one of the <Link className={styles.under} to="/lenses">lenses</Link> to answer it here.</Quiet>
    ) : (
      <Facts
        facts={answered.map(({ id, lens, progress: { questions, answered: done, high, medium } }) => [
          `${String(done)} of ${String(questions)}`,
          <span key={id}>
            <Link
              to={`/assessments/${encodeURIComponent(id)}`}
            >{lens.name}</Link> <Quiet>{String(high)} high, {String(medium)} medium</Quiet>
          </span>,
        ] as const)}
      />
    )}
  </Panel>
);
