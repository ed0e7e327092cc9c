import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  deleteRecording,
  listRecordings,
  type Recording,
  type RecordingPart,
  recordingFile,
} from "../../protocol/recordings";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { saveFile } from "../history/saveFile";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import type { LoadedPart } from "./RecordingPlayer";

/** The recordings of a consultation, for its doctor. */
export function useRecordings(consultationId: string) {
  const { api } = useSession();
  return useQuery({
    queryKey: ["recordings", consultationId],
    queryFn: () => listRecordings(api, consultationId),
    retry: 1,
  });
}

/** What can be done with a recording. */
export function useRecordingFiles(consultationId: string, recording: Recording) {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const [parts, setParts] = useState<LoadedPart[] | null>(null);
  useEffect(() => () => parts?.forEach(({ address }) => void URL.revokeObjectURL(address)), [parts]);

  const nameOf = (part: RecordingPart) => {
    const name = part.display_name ?? t("recordings.unnamed");
    return part.source === "screen" ? t("recordings.screenOf", { name }) : name;
  };
  const bring = (part: RecordingPart) => recordingFile(api, consultationId, recording.id, part.name);
  const onError = (error: unknown) => say(errorSentence(t, error), "error");
  const play = useMutation({
    mutationFn: () =>
      Promise.all(
        recording.parts.map(async (part) => ({
          part,
          name: nameOf(part),
          address: URL.createObjectURL(await bring(part)),
        })),
      ),
    onSuccess: setParts,
    onError,
  });
  const save = useMutation({
    mutationFn: async (part: RecordingPart) => saveFile(await bring(part), `${nameOf(part)}.webm`),
    onError,
  });
  const remove = useMutation({
    mutationFn: () => deleteRecording(api, consultationId, recording.id),
    onSuccess: () => {
      say(t("recordings.deleted"));
      return queries.invalidateQueries({ queryKey: ["recordings", consultationId] });
    },
    onError,
  });
  return { nameOf, parts, play, save, remove };
}
