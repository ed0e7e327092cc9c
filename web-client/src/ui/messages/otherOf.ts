import type { User } from "../../protocol/apiClient";
import type { Conversation } from "../../protocol/message";

/** Whom one writes to; `id` is null where the account is no more. */
export function otherOf(
  { patientId, patientName, medecinId, medecinName }: Conversation,
  { role }: Pick<User, "role">,
): { id: string | null; name: string } {
  return role === "doctor" ? { id: patientId, name: patientName } : { id: medecinId, name: medecinName };
}
