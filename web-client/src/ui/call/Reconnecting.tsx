import { useTranslation } from "../i18n/useTranslation";

/** The connection comes back by itself: what to know meanwhile. */
export function Reconnecting() {
  const { t } = useTranslation();
  return (
    <div className="reconnecting" role="alert">
      <p className="reconnecting-title">
        <span className="spinner" aria-hidden="true" />
        {t("call.reconnecting")}
      </p>
      <p>{t("call.reconnectingText")}</p>
      <p className="reconnecting-hint">{t("call.reconnectingHint")}</p>
    </div>
  );
}
