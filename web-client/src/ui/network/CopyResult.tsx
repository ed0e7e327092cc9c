import { useState } from "react";
import type { PathFinding } from "../../call/networkTestOptions";
import { Button } from "../components/Button";
import { say } from "../components/Toasts";
import { useTranslation } from "../i18n/useTranslation";
import { asJson, asText } from "./resultText";

/** Gives the result to whoever is asked for help, as text or for a program. */
export function CopyResult({ findings }: { findings: readonly PathFinding[] }) {
  const { t } = useTranslation();
  const [at] = useState(() => new Date().toISOString());
  const circumstances = { server: location.host, at, browser: navigator.userAgent };

  async function copy(text: string) {
    try {
      await navigator.clipboard.writeText(text);
      say(t("networkPage.copied"));
    } catch {
      say(t("networkPage.copyFailed"), "error");
    }
  }

  return (
    <div className="network-actions">
      <Button size="patient" onPress={() => void copy(asText(t, findings, circumstances))}>
        {t("networkPage.copyText")}
      </Button>
      <Button size="patient" onPress={() => void copy(asJson(findings, circumstances))}>
        {t("networkPage.copyJson")}
      </Button>
    </div>
  );
}
