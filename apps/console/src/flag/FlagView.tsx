import { useParams } from "react-router";
import { useLogRefresh } from "../data/logRefresh.ts";
import { NoSuchRecord, ReadArea } from "../data/ReadArea.tsx";
import { useRead } from "../data/read.ts";
import { flagDocument, flagEvents } from "./flagDocuments.ts";
import { ManagedFlag } from "./ManagedFlag.tsx";
import { ObservedFlag } from "./ObservedFlag.tsx";

/** One flag: what it does and everything that changed it; with its controls where Ballast turns it. */
export function FlagView() {
  const { id = "" } = useParams();
  const read = useRead(flagDocument, { key: id });
  useLogRefresh(flagEvents, ["read", flagDocument.name]);
  return (
    <ReadArea read={read} where="The flag">
      {({ flag }) =>
        flag === null ? <NoSuchRecord what="flag" /> : flag.managed ? <ManagedFlag flag={flag} /> : <ObservedFlag flag={flag} />
      }
    </ReadArea>
  );
}
