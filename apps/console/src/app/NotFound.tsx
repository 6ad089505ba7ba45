import Button from "@mui/material/Button";
import { Link, useLocation } from "react-router";
import { Panel } from "../marks/Panel.tsx";
import { EmptyState } from "../marks/States.tsx";

/** For an address nothing answers to. */
export function NotFound() {
  const { pathname } = useLocation();
  return (
    <Panel>
      <EmptyState title="There is no such page" action={<Button component={Link} to="/">Go to Now</Button>}>
        Nothing answers to <code>{pathname}</code>. It may have been moved, or the link is cut short. Ctrl K finds everything there is.
      </EmptyState>
    </Panel>
  );
}
