import { type QueryClient, useQuery } from "@tanstack/react-query";
import { type Contact, listContacts } from "../../protocol/calling";
import type { Signaling } from "../../protocol/signaling";
import { useSession } from "../session/session";

const key = ["contacts"];
/** Milliseconds between two looks, should no event come. */
const refreshEvery = 60_000;

/** Those whom one may call, with whether they are there; null before the server said. */
export function useContacts(): Contact[] | null {
  const { api, user } = useSession();
  const { data } = useQuery({
    queryKey: key,
    queryFn: () => listContacts(api),
    enabled: user !== null && user.role !== "admin",
    refetchInterval: refreshEvery,
    retry: 1,
  });
  return data ?? null;
}

/** Who comes and goes is known at once. */
export function listenForPresence(signaling: Signaling, queries: QueryClient): void {
  signaling.on("presence_changed", ({ userId, online }) => {
    queries.setQueryData<Contact[]>(key, (contacts) =>
      contacts?.map((contact) => (contact.id === userId ? { ...contact, online } : contact)),
    );
  });
  // Somebody new may be among them.
  signaling.on("webrtc_session_created", () => void queries.invalidateQueries({ queryKey: key }));
  signaling.onState(({ name }) => name === "connected" && void queries.invalidateQueries({ queryKey: key }));
}
