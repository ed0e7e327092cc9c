import { Clock, TriangleAlert } from "lucide-react";
import type { Outgoing } from "../../messages/entries";
import type { ProblemCode } from "../../protocol/apiError";
import { Button } from "../components/Button";
import { codeSentence } from "../components/errorSentence";
import { useTranslation } from "../i18n/useTranslation";

interface OutgoingLineProps {
  outgoing: Outgoing;
  onAgain(): void;
  onDiscard(): void;
}

/** A message on its way; one that was not sent stays in its place and says why. */
export function OutgoingLine({ outgoing: { draft, file, problem }, onAgain, onDiscard }: OutgoingLineProps) {
  const { t } = useTranslation();
  const sentence = useProblem(problem);
  return (
    <div className="message message-own">
      <p className="bubble bubble-waiting">{draft.content || file?.name}</p>
      {problem === null ? (
        <p className="message-foot">
          {t("messages.sending")} <Clock size={15} aria-hidden="true" />
        </p>
      ) : (
        <>
          <p className="message-foot message-problem" role="alert">
            <TriangleAlert size={15} aria-hidden="true" /> {sentence}
          </p>
          <div className="line-actions">
            <Button size="dense" onPress={onAgain}>
              {t("messages.again")}
            </Button>
            <Button size="dense" variant="ghost" onPress={onDiscard}>
              {t("messages.discard")}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

const own = [
  "too_large",
  "unsupported_media_type",
  "file_refused",
  "conversation_blocked",
  "unreachable",
] as const;

function useProblem(problem: ProblemCode | null): string {
  const { t } = useTranslation();
  const known = own.find((code) => code === problem);
  if (known) return t(`messages.problem.${known}`);
  return `${t("messages.notSent")} ${codeSentence(t, problem ?? "unknown")}`;
}
