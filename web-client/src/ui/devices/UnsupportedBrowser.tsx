import { Copy, MonitorX } from "lucide-react";
import { Button } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { PatientPage } from "../components/PatientPage";
import { say } from "../components/Toasts";
import { CallClinic } from "../home/CallClinic";
import { useTranslation } from "../i18n/useTranslation";
import { NumberedSteps } from "./NumberedSteps";
import { type System, thisBrowser } from "./thisBrowser";
import "../i18n/addBesideWords";
import "./devices.css";

const stepsOf = {
  iphone: "iphone",
  android: "android",
  mac: "desk",
  other: "desk",
} as const satisfies Record<System, string>;

/** In place of a call in a browser that makes none: where the same address opens. */
export function UnsupportedBrowser() {
  const { t } = useTranslation();
  const { system } = thisBrowser(navigator.userAgent, navigator.maxTouchPoints);
  function copy() {
    const copied = navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error("no clipboard"));
    copied.then(
      () => say(t("unsupported.copied")),
      () => say(t("unsupported.notCopied"), "error"),
    );
  }
  return (
    <PatientPage>
      <div className="device-glyphs device-glyphs-warn" aria-hidden="true">
        <MonitorX size={32} />
      </div>
      <PageHeading>{t("unsupported.title")}</PageHeading>
      <p>{t("unsupported.text")}</p>
      <NumberedSteps lines={t(`unsupported.steps.${stepsOf[system]}`)} />
      <p className="address">{location.href}</p>
      <div className="actions">
        <Button
          variant="primary"
          size="patient-main"
          icon={<Copy size={24} aria-hidden="true" />}
          onPress={copy}
        >
          {t("unsupported.copy")}
        </Button>
        <CallClinic />
      </div>
    </PatientPage>
  );
}
