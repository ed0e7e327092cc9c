import { VideoView } from "../components/VideoView";
import { useTranslation } from "../i18n/useTranslation";

/** The own picture, as in a mirror; nobody else sees it. */
export function Preview({ track }: { track: MediaStreamTrack | null }) {
  const { t } = useTranslation();
  return (
    <div className="preview">
      {track ? (
        <VideoView track={track} mirrored label={t("devices.you")} data-self="preview" />
      ) : (
        <p className="preview-off">{t("devices.cameraOff")}</p>
      )}
      <span className="plate">{t("devices.you")}</span>
    </div>
  );
}
