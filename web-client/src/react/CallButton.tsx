import { Phone, Video } from "lucide-react";
import type { ConsultationMode } from "../protocol/consultation";
import { useContacts } from "../ui/calls/useContacts";
import { usePhone } from "../ui/calls/usePhone";
import { Button } from "../ui/components/Button";
import { useTranslation } from "../ui/i18n/useTranslation";
import { Scope } from "./Scope";

export interface CallButtonProps {
  /** Account to be called. */
  person: string;
  /** `video` unless said. */
  mode?: ConsultationMode;
}

/** Rings somebody whom one may call; there is no button for anybody else. */
export function CallButton(props: CallButtonProps) {
  return (
    <Scope>
      <Ring {...props} />
    </Scope>
  );
}

function Ring({ person, mode = "video" }: CallButtonProps) {
  const { t } = useTranslation();
  const desk = usePhone();
  const contact = useContacts()?.find(({ id }) => id === person);
  if (!desk || !contact) return null;
  const video = mode === "video";
  const Icon = video ? Video : Phone;
  return (
    <Button
      variant="primary"
      icon={<Icon size={20} aria-hidden="true" />}
      onPress={() => desk.call(contact, mode)}
    >
      {t(video ? "calls.callVideo" : "calls.callAudio", { name: contact.name })}
    </Button>
  );
}
