import { changeRiskScoreSentence, changeRiskSentence } from "@ballast/schema/changeRiskWords";
import { useRead } from "../data/read.ts";
import { Quiet } from "../marks/Text.tsx";
import { changeRiskDocument } from "./rolloutDocuments.ts";

/** How likely a release is to fail in production, and what that is made from. */
export function ChangeRiskWords({ service, version }: { service: string; version: string }) {
  const risk = useRead(changeRiskDocument, { service, version }, { keep: true }).data?.changeRisk;
  if (risk === undefined || risk === null) return null;
  const score = changeRiskScoreSentence(risk);
  return (
    <>
      <p>{changeRiskSentence(risk)}</p>
      {score === null ? null : <p><Quiet>{score}</Quiet></p>}
    </>
  );
}
