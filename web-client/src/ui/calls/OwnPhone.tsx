import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useCallback, useEffect, useMemo } from "react";
import { Phone } from "../../call/phone";
import type { User } from "../../protocol/apiClient";
import { acceptCall, type CallParty, hangUpCall, rejectCall, startCall } from "../../protocol/calling";
import type { ConsultationMode } from "../../protocol/consultation";
import { joinConsultation } from "../../protocol/joinConsultation";
import type { Signaling } from "../../protocol/signaling";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import { useNews } from "../session/useNews";
import { IncomingCalls } from "./IncomingCalls";
import { listenForMeetings, MeetingCards } from "./MeetingCards";
import { OutgoingCall } from "./OutgoingCall";
import { listenForPresence } from "./useContacts";
import { PhoneContext, type PhoneDesk } from "./usePhone";

/** The telephone of whoever is signed in: what rings, what is dialled. */
export function OwnPhone({ user, children }: { user: User; children: ReactNode }) {
  const phone = useMemo(() => new Phone(user.id), [user.id]);
  const desk = useDesk(phone);
  const queries = useQueryClient();
  const listen = useCallback(
    (signaling: Signaling) => {
      phone.listen(signaling);
      listenForPresence(signaling, queries);
      listenForMeetings(signaling, queries);
    },
    [phone, queries],
  );
  useNews(listen);
  useArrival(phone);
  return (
    <PhoneContext value={desk}>
      {children}
      <IncomingCalls desk={desk} />
      <OutgoingCall desk={desk} />
      <MeetingCards />
    </PhoneContext>
  );
}

function useDesk(phone: Phone): PhoneDesk {
  const { t } = useTranslation();
  const { api, places } = useSession();
  const navigate = useNavigate();
  return useMemo(() => {
    const tell = (error: unknown) => say(errorSentence(t, error), "error");
    return {
      phone,
      call(to: CallParty, mode: ConsultationMode) {
        phone.dial(to, mode);
        startCall(api, to.id, mode).then(
          (call) => {
            phone.dialled(call);
            // Whoever cancelled before the server knew of it meant this call.
            if (phone.getSnapshot().outgoing === null) hangUpCall(api, call.id).catch(() => undefined);
          },
          (error) => {
            phone.putDown();
            tell(error);
          },
        );
      },
      async answer(callId: string, sessionId: string, camera: boolean) {
        phone.dismiss(callId);
        try {
          await acceptCall(api, callId);
          const join = await joinConsultation(api, sessionId);
          places.keep({ join, entry: null, on: { microphone: true, camera }, end: null });
          navigate(`/conference/${sessionId}`);
        } catch (error) {
          tell(error);
        }
      },
      decline(callId: string) {
        phone.dismiss(callId);
        rejectCall(api, callId).catch(tell);
      },
      cancel() {
        const { outgoing } = phone.getSnapshot();
        phone.putDown();
        if (outgoing?.callId && outgoing.status === "ringing")
          hangUpCall(api, outgoing.callId).catch(() => undefined);
      },
    };
  }, [t, api, places, navigate, phone]);
}

/** Whoever calls goes to the consultation as soon as the other one has answered. */
function useArrival(phone: Phone): void {
  const navigate = useNavigate();
  const { places } = useSession();
  useEffect(
    () =>
      phone.subscribe(() => {
        const { answered } = phone.getSnapshot();
        if (!answered) return;
        phone.arrived();
        places.forget(answered);
        navigate(`/conference/${answered}`);
      }),
    [phone, navigate, places],
  );
}
