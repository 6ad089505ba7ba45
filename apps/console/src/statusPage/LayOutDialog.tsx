import Button from "@mui/material/Button";
import MenuItem from "@mui/material/MenuItem";
import TextField from "@mui/material/TextField";
import { useServiceOptions } from "../choices/serviceOptions.ts";
import { useCommand } from "../data/command.ts";
import { useDraftOf, useDraftState } from "../data/draft.ts";
import { ConfirmCommand } from "../marks/ConfirmCommand.tsx";
import { emptyLine, layoutOf, layoutWords, linesOf, movedUp, type Line } from "./layout.ts";
import { PagePreview } from "./PagePreview.tsx";
import { layOutStatusPage, type StatusPageRecord } from "./statusPageDocuments.ts";
import styles from "./StatusPage.module.css";

interface LineProps {
  readonly line: Line;
  readonly place: number;
  readonly set: (line: Line) => void;
  readonly up: () => void;
  readonly remove: () => void;
}

function LineFields({ line, place, set, up, remove }: LineProps) {
  const services = useServiceOptions();
  return (
    <fieldset className={styles.line}>
      <legend className="unseen">{line.name === "" ? `Component ${String(place + 1)}` : line.name}</legend>
      <TextField label="Readers call it" required value={line.name} onChange={({ target }) => set({ ...line, name: target.value })} />
      <TextField
        select
        required
        label="Service"
        value={services.some(([slug]) => slug === line.service) ? line.service : ""}
        onChange={({ target }) => set({ ...line, service: target.value })}
      >
        {services.map(([slug, words]) => (
          <MenuItem key={slug} value={slug}>
            {words}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="Component"
        placeholder="all of it"
        value={line.component}
        onChange={({ target }) => set({ ...line, component: target.value })}
      />
      <TextField label="Heading" placeholder="none" value={line.group} onChange={({ target }) => set({ ...line, group: target.value })} />
      <Button color="inherit" onClick={up} disabled={place === 0}>Up</Button>
      <Button color="inherit" onClick={remove}>Off the page</Button>
    </fieldset>
  );
}

/** Says what a page tells of, in which order and under which headings. */
export function LayOutDialog({ shown, onClose }: { shown: StatusPageRecord; onClose: () => void }) {
  const draft = useDraftOf(shown, "statusPage.layOut", shown.id);
  const [lines, setLines] = useDraftState<readonly Line[]>(
    draft, "lines", shown.components.length === 0 ? [emptyLine] : linesOf(shown),
  );
  const give = useCommand(layOutStatusPage, draft);
  const layout = layoutOf(lines, shown);
  const act = async (): Promise<void> => {
    if (layout !== null) await give({ statusPageId: shown.id, ...layout });
  };
  return (
    <ConfirmCommand
      draft={draft}
      open
      onClose={onClose}
      title={`What ${shown.name} tells of`}
      confirm="Lay it out so"
      ready={layout !== null}
      preview={<p>{layoutWords(lines, shown)}</p>}
      act={act}
    >
      {lines.map((line, place) => (
        <LineFields
          key={line.id ?? `new-${String(place)}`}
          line={line}
          place={place}
          set={(changed) => setLines(lines.with(place, changed))}
          up={() => setLines(movedUp(lines, place))}
          remove={() => setLines(lines.toSpliced(place, 1))}
        />
      ))}
      <Button color="inherit" onClick={() => setLines([...lines, emptyLine])}>And another component</Button>
      <PagePreview asked={layout === null ? null : { statusPageId: shown.id, layout }} />
    </ConfirmCommand>
  );
}
