import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import type { Call } from "../../call/call";
import type { RecordingView } from "../../protocol/recordings";
import { Button } from "../components/Button";
import { Named } from "../components/Named";
import { useInstallation } from "../home/useInstallation";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { Queries } from "../session/Queries";
import { useRecordingDeeds } from "./useRecordingDeeds";
import "../components/dialog.css";
import "./recording.css";

interface ConsentDialogProps {
  call: Call;
  recording: RecordingView;
}

/** Asks whether the call may be recorded: two answers that look the same, none chosen before, no way around them. */
export function ConsentDialog(props: ConsentDialogProps) {
  return (
    <Queries>
      <Question {...props} />
    </Queries>
  );
}

function Question({ call, recording }: ConsentDialogProps) {
  const { t } = useTranslation();
  const deeds = useRecordingDeeds(call);
  const { doctorName } = useSnapshot(call);
  const days = useInstallation()?.recording_days;
  const asked = t(days ? "recording.askedFor" : "recording.asked", { name: doctorName, count: days ?? 0 });
  const answer = (agreed: boolean) => () => deeds.answer(recording.id, agreed);
  return (
    <ModalOverlay className="scrim" isOpen isKeyboardDismissDisabled>
      <Modal className="modal consent">
        <Dialog className="dialog" role="alertdialog">
          <Heading slot="title" className="dialog-title">
            {t("recording.question")}
          </Heading>
          <p>
            <Named text={asked} name={doctorName} />
          </p>
          <p>{t("recording.explained")}</p>
          {recording.state === "recording" && <p>{t("recording.alreadyOn")}</p>}
          <div className="consent-answers">
            <Button size="patient-main" busy={deeds.busy} onPress={answer(true)}>
              {t("recording.yes")}
            </Button>
            <Button size="patient-main" busy={deeds.busy} onPress={answer(false)}>
              {t("recording.no")}
            </Button>
          </div>
          {recording.state === "asked" && <p className="consent-note">{t("recording.notYet")}</p>}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
