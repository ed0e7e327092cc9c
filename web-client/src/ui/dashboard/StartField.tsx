import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Consultation } from "../../protocol/consultation";
import { planConsultation } from "../../protocol/planConsultation";
import { errorSentence } from "../components/errorSentence";
import { TextField } from "../components/TextField";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { useRefreshDay } from "./day";
import { localTime } from "./localTime";

interface StartFieldProps {
  consultation: Consultation;
  onPlanned(planned: Consultation): void;
}

/** When a consultation begins: now where it stays empty. Kept as soon as the field is left. */
export function StartField({ consultation, onPlanned }: StartFieldProps) {
  const { t } = useTranslation();
  const { api } = useSession();
  const refreshDay = useRefreshDay();
  const kept = consultation.starts_at ? localTime(new Date(consultation.starts_at)) : "";
  const [typed, setTyped] = useState(kept);
  const [past, setPast] = useState(false);
  const planning = useMutation({
    mutationFn: (at: string) => planConsultation(api, consultation.id, at === "" ? null : new Date(at)),
    onSuccess: (planned) => {
      onPlanned(planned);
      void refreshDay();
    },
  });

  function leave() {
    if (typed === kept) return;
    const over = typed !== "" && new Date(typed).getTime() < Date.now();
    setPast(over);
    if (!over) planning.mutate(typed);
  }

  return (
    <TextField
      label={t("ready.start")}
      hint={t("ready.startHint")}
      error={past ? t("ready.past") : planning.isError ? errorSentence(t, planning.error) : null}
      type="datetime-local"
      value={typed}
      onChange={setTyped}
      onBlur={leave}
      input={{ min: localTime(new Date()) }}
    />
  );
}
