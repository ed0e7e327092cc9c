import { useMutation } from "@tanstack/react-query";
import { CircleCheck, Frown, Meh, Smile } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Label, Radio, RadioGroup } from "react-aria-components";
import { codeOf } from "../../protocol/apiError";
import { rateConsultation } from "../../protocol/rateConsultation";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { Notice } from "../components/Notice";
import { TextField } from "../components/TextField";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import { useWayBack } from "./useWayBack";
import "./rating.css";

/** Faces with their marks of the five that there are. */
const faces = [
  { word: "bad", rating: 1, Face: Frown },
  { word: "fair", rating: 3, Face: Meh },
  { word: "good", rating: 5, Face: Smile },
] as const;

/** One question after the call, with no need to answer it; the staff goes back to where they came from afterwards. */
export function RatingQuestion({ sessionId }: { sessionId: string }) {
  const { t } = useTranslation();
  const { api, places, user } = useSession();
  const navigate = useNavigate();
  const back = useWayBack();
  const [word, setWord] = useState<string | null>(null);
  const [comment, setComment] = useState("");
  const token = places.find(sessionId)?.join.token;
  const chosen = faces.find((face) => face.word === word);
  const rating = useMutation({
    mutationFn: async ({ mark, said }: { mark: number; said: string }) => {
      const words = said === "" ? {} : { comment: said };
      await rateConsultation(api, sessionId, token ?? "", { rating: mark, ...words }).catch((error) => {
        // It was said before, perhaps by another tab: there is nothing more to ask.
        if (codeOf(error) !== "conflict") throw error;
      });
    },
    onSuccess: () => {
      if (!user || user.role === "patient") return;
      say(t("rating.thanks"));
      navigate(back);
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (chosen) rating.mutate({ mark: chosen.rating, said: comment.trim() });
  }

  if (!token) return null;
  if (rating.isSuccess) {
    return (
      <p className="rating-thanks" role="status">
        <CircleCheck size={24} aria-hidden="true" />
        {t("rating.thanks")}
      </p>
    );
  }
  return (
    <form className="rating" onSubmit={submit} noValidate>
      <RadioGroup value={word} onChange={setWord} className="rating-faces" orientation="horizontal">
        <Label className="rating-question">{t("rating.question")}</Label>
        {faces.map(({ word: face, Face }) => (
          <Radio key={face} value={face} className="rating-face">
            <Face size={32} aria-hidden="true" />
            {t(`rating.faces.${face}`)}
          </Radio>
        ))}
      </RadioGroup>
      {chosen && (
        <>
          <TextField
            patient
            label={t("rating.comment")}
            hint={t("rating.commentHint")}
            error={null}
            maxLength={500}
            value={comment}
            onChange={setComment}
          />
          {rating.isError && <Notice kind="error">{errorSentence(t, rating.error)}</Notice>}
          <Button type="submit" size="patient" busy={rating.isPending} busyLabel={t("rating.sending")}>
            {t("rating.send")}
          </Button>
        </>
      )}
    </form>
  );
}
