import type { Call } from "../../call/call";
import { askToRecord } from "../../protocol/recordings";
import { MenuEntry } from "../call/MenuEntry";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { useInstallation } from "../home/useInstallation";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { Queries } from "../session/Queries";
import { useSession } from "../session/session";

/** The doctor's: asks everybody whether the call may be recorded, where the installation records at all. */
export function RecordEntry({ call }: { call: Call }) {
  return (
    <Queries>
      <Entry call={call} />
    </Queries>
  );
}

function Entry({ call }: { call: Call }) {
  const { t } = useTranslation();
  const { api } = useSession();
  const installation = useInstallation();
  const { current } = useSnapshot(call.asides.recordings);
  if (!installation?.recording || current) return null;
  function ask() {
    askToRecord(api, call.sessionId).catch((error) => say(errorSentence(t, error), "error"));
  }
  return <MenuEntry onAction={ask}>{t("recording.ask")}</MenuEntry>;
}
