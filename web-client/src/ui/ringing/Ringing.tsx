import { Phone, PhoneOff, Video } from "lucide-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Ring, Ringer } from "../../call/ringer";
import { playDoorChime } from "../../media/testSound";
import { acceptCall, hangUpCall, rejectCall } from "../../protocol/calls";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useSnapshot } from "../session/callKit";
import { useSession } from "../session/session";
import "./ringing.css";

/** Milliseconds between two chimes. */
const chimeEvery = 4_000;

/** The card of a call that rings, to be answered or given up; the focus stays where it is. */
export function Ringing({ ringer }: { ringer: Ringer }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { ring, answered, refusal } = useSnapshot(ringer);
  useEffect(() => {
    if (answered) void navigate(`/conference/${answered}`);
  }, [answered, navigate]);
  useEffect(() => {
    if (refusal) say(t(`ringing.${refusal.reason}`, { name: refusal.name }), "error");
  }, [refusal, t]);
  useChime(ring?.direction === "incoming");
  return (
    <section className="ringing" aria-label={t("ringing.region")} aria-live="assertive">
      {ring && <Card key={ring.callId} ring={ring} ringer={ringer} />}
    </section>
  );
}

function Card({ ring: { callId, direction, name, mode }, ringer }: { ring: Ring; ringer: Ringer }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const navigate = useNavigate();
  const incoming = direction === "incoming";
  const Mode = mode === "video" ? Video : Phone;

  function answer() {
    acceptCall(api, callId).then(
      ({ consultation }) => {
        ringer.stop();
        if (consultation) void navigate(`/conference/${consultation.id}`);
      },
      (error) => {
        ringer.stop();
        say(errorSentence(t, error), "error");
      },
    );
  }

  function end() {
    ringer.stop();
    // Where it does not come through the call ends by itself, as missed.
    (incoming ? rejectCall : hangUpCall)(api, callId).catch(() => undefined);
  }

  return (
    <div className="ring">
      <div className="ring-who">
        <Avatar name={name} />
        <div>
          <p className="ring-title">{t(`ringing.${direction}`, { name })}</p>
          <p>{t(`ringing.${mode}`)}</p>
        </div>
      </div>
      {incoming && (
        <Button
          variant="primary"
          size="patient"
          icon={<Mode size={20} aria-hidden="true" />}
          onPress={answer}
        >
          {t("ringing.answer")}
        </Button>
      )}
      <Button size="patient" icon={<PhoneOff size={20} aria-hidden="true" />} onPress={end}>
        {t(incoming ? "ringing.decline" : "ringing.cancel")}
      </Button>
    </div>
  );
}

function useChime(rings: boolean): void {
  useEffect(() => {
    if (!rings) return;
    void playDoorChime();
    const timer = setInterval(() => void playDoorChime(), chimeEvery);
    return () => clearInterval(timer);
  }, [rings]);
}
