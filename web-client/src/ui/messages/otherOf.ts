import type { User } from "../../protocol/apiClient";
import type { Conversation } from "../../protocol/message";

/** Whom one writes to. */
export function otherOf(
  { patientName, medecinName }: Conversation,
  { role }: Pick<User, "role">,
): { name: string } {
  return { name: role === "doctor" ? patientName : medecinName };
}
