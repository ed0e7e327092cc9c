import { createContext, useContext, useSyncExternalStore } from "react";
import type { Phone } from "../../call/phone";
import type { CallParty } from "../../protocol/calling";
import type { ConsultationMode } from "../../protocol/consultation";

/** What can be done about calls from any page. */
export interface PhoneDesk {
  phone: Phone;
  call(to: CallParty, mode: ConsultationMode): void;
  answer(callId: string, sessionId: string, camera: boolean): void;
  decline(callId: string): void;
  /** Ends the call that rings at the other one's, closes its screen. */
  cancel(): void;
}

export const PhoneContext = createContext<PhoneDesk | null>(null);

/** Nothing where nobody is signed in who can be called. */
export function usePhone(): PhoneDesk | null {
  return useContext(PhoneContext);
}

/** The consultations whose calls ring at this page: they are answered, not joined. */
export function useRingingSessions(): readonly string[] {
  const phone = usePhone()?.phone;
  const snapshot = useSyncExternalStore(phone?.subscribe ?? nothing, () => phone?.getSnapshot() ?? null);
  return snapshot?.incoming.map(({ sessionId }) => sessionId) ?? [];
}

const nothing = () => () => undefined;
