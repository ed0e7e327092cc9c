import type { User } from "../../protocol/apiClient";
import type { Conversation } from "../../protocol/message";

/** Whom one writes to. */
export function otherOf(
  { patientId, patientName, medecinId, medecinName }: Conversation,
  { role }: Pick<User, "role">,
): { id: string; name: string } {
  return role === "doctor" ? { id: patientId, name: patientName } : { id: medecinId, name: medecinName };
}
