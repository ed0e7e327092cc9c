import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { listLivingConsultations } from "../../protocol/listConsultations";
import type { Signaling } from "../../protocol/signaling";
import { useSession } from "../session/session";
import { useNews } from "../session/useNews";

const key = ["living-consultations"];
/** Milliseconds between two looks, should no event come. */
const refreshEvery = 20_000;
const news = ["consultation_updated", "webrtc_session_created", "meeting_created"] as const;

/** A patient's consultations that are planned or go on, as they come and go. */
export function useVisits() {
  const { api } = useSession();
  const queries = useQueryClient();
  const listen = useCallback(
    (signaling: Signaling) => {
      const lookAgain = () => void queries.invalidateQueries({ queryKey: key });
      for (const event of news) signaling.on(event, lookAgain);
    },
    [queries],
  );
  useNews(listen);
  return useQuery({
    queryKey: key,
    queryFn: () => listLivingConsultations(api),
    refetchInterval: refreshEvery,
    retry: 1,
  }).data;
}
