import { Phone, PhoneOff, Video } from "lucide-react";
import type { Outgoing } from "../../call/phone";
import { Avatar } from "../components/Avatar";
import { Button } from "../components/Button";
import { SentenceDialog } from "../components/SentenceDialog";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { useContacts } from "./useContacts";
import type { PhoneDesk } from "./usePhone";

/** Who is called, whether it rings, and in words why nobody answers. */
export function OutgoingCall({ desk }: { desk: PhoneDesk }) {
  const { t } = useTranslation();
  const { outgoing } = useSnapshot(desk.phone);
  if (!outgoing) return null;
  const { to, mode, status } = outgoing;
  const rings = status === "ringing";
  return (
    <SentenceDialog title={t("calls.outgoing", { name: to.name })} open onClose={desk.cancel}>
      <div className="call-outgoing" data-rings={rings}>
        <span className="call-card-ring">
          <Avatar name={to.name} />
        </span>
        <p role="status">
          <Words outgoing={outgoing} />
        </p>
      </div>
      <div className="dialog-actions">
        {rings ? (
          <Button
            variant="danger"
            autoFocus
            icon={<PhoneOff size={20} aria-hidden="true" />}
            onPress={desk.cancel}
          >
            {t("calls.cancel")}
          </Button>
        ) : (
          <>
            <Button autoFocus onPress={desk.cancel}>
              {t("common.close")}
            </Button>
            <Button
              variant="primary"
              icon={
                mode === "video" ? (
                  <Video size={20} aria-hidden="true" />
                ) : (
                  <Phone size={20} aria-hidden="true" />
                )
              }
              onPress={() => desk.call(to, mode)}
            >
              {t("calls.again")}
            </Button>
          </>
        )}
      </div>
    </SentenceDialog>
  );
}

function Words({ outgoing: { callId, to, mode, status } }: { outgoing: Outgoing }) {
  const { t } = useTranslation();
  const away = useContacts()?.some(({ id, online }) => id === to.id && !online) ?? false;
  const { name } = to;
  switch (status) {
    case "ringing":
      if (!callId) return t("calls.connecting");
      if (away) return t("calls.away", { name });
      return t(mode === "video" ? "calls.ringsVideo" : "calls.ringsAudio");
    case "rejected":
      return t("calls.rejected", { name });
    case "busy":
      return t("calls.busy", { name });
    case "missed":
      return t("calls.missed", { name });
    case "hangup":
      return t("calls.over");
  }
}
