import { Bell, BellOff, Phone, PhoneOff, Video } from "lucide-react";
import { useEffect } from "react";
import { Button as IconButton, Text } from "react-aria-components";
import type { Incoming } from "../../call/phone";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { say, showCard } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { silence } from "./silence";
import type { PhoneDesk } from "./usePhone";
import { useRinging } from "./useRinging";
import { useSeconds } from "./useSeconds";
import "./calls.css";

/** The cards of those who call, and a word about those who called in vain. */
export function IncomingCalls({ desk }: { desk: PhoneDesk }) {
  const { t } = useTranslation();
  const { incoming, missed } = useSnapshot(desk.phone);
  useRinging(incoming);
  useEffect(() => {
    if (!missed) return;
    desk.phone.toldMissed();
    say(t("calls.missedFrom", { name: missed.name }), "error", {
      label: t("calls.callBack"),
      onPress: () => desk.call(missed, "audio"),
    });
  }, [desk, missed, t]);
  return incoming.map((call) => <Card key={call.callId} call={call} desk={desk} />);
}

/** Shows nothing itself: the card stands among the notifications, reached by F6. */
function Card({ call, desk }: { call: Incoming; desk: PhoneDesk }) {
  useEffect(() => showCard(<CallCard call={call} desk={desk} />), [call, desk]);
  return null;
}

function CallCard({ call, desk }: { call: Incoming; desk: PhoneDesk }) {
  const { t } = useTranslation();
  const seconds = useSeconds();
  const { callId, sessionId, from, mode } = call;
  const video = mode === "video";
  const answer = (camera: boolean) => desk.answer(callId, sessionId, camera);
  return (
    <div className="call-card">
      <div className="call-card-head">
        <span className="call-card-ring">
          <Avatar name={from.name} />
        </span>
        <div className="call-card-who">
          <Text slot="title" className="call-card-title">
            {t("calls.incoming", { name: from.name })}
          </Text>
          <span className="call-card-kind">
            {t(video ? "calls.video" : "calls.audio")} {t("calls.since", { count: seconds })}
          </span>
        </div>
        <SilenceButton />
      </div>
      <Button
        variant="primary"
        size="patient"
        icon={video ? <Video size={20} aria-hidden="true" /> : <Phone size={20} aria-hidden="true" />}
        onPress={() => answer(video)}
      >
        {t(video ? "calls.answerVideo" : "calls.answer")}
      </Button>
      <div className="call-card-others">
        {video && (
          <Button size="patient" icon={<Phone size={20} aria-hidden="true" />} onPress={() => answer(false)}>
            {t("calls.answerWithoutCamera")}
          </Button>
        )}
        <Button
          size="patient"
          icon={<PhoneOff size={20} className="call-decline" aria-hidden="true" />}
          onPress={() => desk.decline(callId)}
        >
          <span className="call-decline">{t("calls.decline")}</span>
        </Button>
      </div>
    </div>
  );
}

/** The sound alone is silenced, the call rings on. */
function SilenceButton() {
  const { t } = useTranslation();
  const silent = silence.useOn();
  return (
    <IconButton
      className="button button-ghost icon-button"
      aria-label={t(silent ? "calls.soundOn" : "calls.soundOff")}
      onPress={() => silence.set(!silent)}
    >
      {silent ? <BellOff size={20} aria-hidden="true" /> : <Bell size={20} aria-hidden="true" />}
    </IconButton>
  );
}
