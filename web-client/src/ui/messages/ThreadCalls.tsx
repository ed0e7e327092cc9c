import { Phone, Video } from "lucide-react";
import { useContacts } from "../calls/useContacts";
import { usePhone } from "../calls/usePhone";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";

/** Calls the one whom one writes to, where one may. */
export function ThreadCalls({ userId }: { userId: string | null }) {
  const { t } = useTranslation();
  const desk = usePhone();
  const contact = useContacts()?.find(({ id }) => id === userId);
  if (!desk || !contact) return null;
  const { name } = contact;
  return (
    <>
      <Button
        icon={<Phone size={20} aria-hidden="true" />}
        aria-label={t("calls.callAudio", { name })}
        onPress={() => desk.call(contact, "audio")}
      >
        {t("calls.audioCall")}
      </Button>
      <Button
        variant="primary"
        icon={<Video size={20} aria-hidden="true" />}
        aria-label={t("calls.callVideo", { name })}
        onPress={() => desk.call(contact, "video")}
      >
        {t("calls.videoCall")}
      </Button>
    </>
  );
}
