import { useQuery } from "@tanstack/react-query";
import { installation } from "../../protocol/installation";
import { useSession } from "../session/session";

/** What the server offers; nothing until it has answered. */
export function useInstallation() {
  const { api } = useSession();
  return useQuery({ queryKey: ["installation"], queryFn: () => installation(api), staleTime: Infinity }).data;
}
