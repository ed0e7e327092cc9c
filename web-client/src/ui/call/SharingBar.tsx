import { MonitorUp } from "lucide-react";
import type { ScreenShare } from "../../call/screenShare";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";

/** While the own screen is shared: that it is, and the way to stop it. */
export function SharingBar({ screen }: { screen: ScreenShare }) {
  const { t } = useTranslation();
  if (!useSnapshot(screen).picture) return null;
  return (
    <div className="sharing stage-notice" role="status">
      <MonitorUp size={24} aria-hidden="true" />
      <span>{t("stage.sharing")}</span>
      <Button size="staff" onPress={() => screen.stop()}>
        {t("stage.stopSharing")}
      </Button>
    </div>
  );
}
