import { type QueryClient, useQuery } from "@tanstack/react-query";
import { Video, X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button as IconButton, Text } from "react-aria-components";
import { listMeetings, type Meeting } from "../../protocol/calling";
import type { Signaling } from "../../protocol/signaling";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { showCard } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { useAddress, useNavigate } from "../router/navigation";
import { useSession } from "../session/session";
import "./calls.css";

const key = ["meetings"];

/** A platform's meetings are looked at again whenever one begins or ends. */
export function listenForMeetings(signaling: Signaling, queries: QueryClient): void {
  const lookAgain = () => void queries.invalidateQueries({ queryKey: key });
  signaling.on("meeting_created", lookAgain);
  signaling.on("consultation_updated", lookAgain);
  signaling.onState(({ name }) => name === "connected" && lookAgain());
}

/** The meetings of whoever is signed in, as long as they live; asked for once the connection stands. */
export function useMeetings(): Meeting[] {
  const { api } = useSession();
  const { data } = useQuery({ queryKey: key, queryFn: () => listMeetings(api), retry: 1 });
  return data ?? [];
}

/** One card for each meeting that was not closed here and that this page is not in. */
export function MeetingCards() {
  const { pathname } = useAddress();
  const [closed, setClosed] = useState<readonly string[]>([]);
  const meetings = useMeetings().filter(
    ({ callId, acceptedBy, other }) =>
      acceptedBy === other.id && !closed.includes(callId) && !pathname.endsWith(callId),
  );
  return meetings.map((meeting) => (
    <Card key={meeting.callId} meeting={meeting} onClose={() => setClosed([...closed, meeting.callId])} />
  ));
}

/** Shows nothing itself: the card stands among the notifications. */
function Card({ meeting, onClose }: { meeting: Meeting; onClose(): void }) {
  const navigate = useNavigate();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the card stands as it came
  useEffect(() => {
    const join = () => {
      onClose();
      navigate(`/meet/${meeting.callId}`);
    };
    return showCard(<MeetingCard meeting={meeting} onJoin={join} onClose={onClose} />);
  }, [meeting.callId]);
  return null;
}

interface MeetingCardProps {
  meeting: Meeting;
  onJoin(): void;
  onClose(): void;
}

function MeetingCard({ meeting: { other }, onJoin, onClose }: MeetingCardProps) {
  const { t } = useTranslation();
  const { name } = other;
  return (
    <div className="call-card">
      <div className="call-card-head">
        <Avatar name={name} />
        <div className="call-card-who">
          <Text slot="title" className="call-card-title">
            {t(other.role === "doctor" ? "calls.meetingOfDoctor" : "calls.meetingOfPatient", { name })}
          </Text>
        </div>
        <IconButton
          className="button button-ghost icon-button"
          aria-label={t("common.close")}
          onPress={onClose}
        >
          <X size={20} aria-hidden="true" />
        </IconButton>
      </div>
      <Button variant="primary" size="patient" icon={<Video size={20} aria-hidden="true" />} onPress={onJoin}>
        {t("calls.joinMeeting")}
      </Button>
    </div>
  );
}
