import { useState } from "react";
import { judge } from "../../call/networkVerdict";
import type { NetworkTestResult } from "../../protocol/networkTest";
import { QualityBars } from "../call/QualityBars";
import { TipButton } from "../components/TipButton";
import { useTranslation } from "../i18n/useTranslation";
import { NetworkTestsDialog } from "../network/NetworkTestsDialog";
import { qualityOf } from "../network/networkWords";
import { useNetworkTests } from "../network/useNetworkTests";
import "../call/quality.css";
import "../components/qualityWord.css";

/** Milliseconds between two looks, should no event come. */
const refreshEvery = 60_000;

/** How the connection of whoever tested last will do, before they are let in. */
export function DayNetwork({ consultationId }: { consultationId: string }) {
  const [open, setOpen] = useState(false);
  const newest = useNetworkTests(consultationId, true, refreshEvery).data?.[0];
  return (
    <>
      {newest && <Verdict test={newest} onOpen={() => setOpen(true)} />}
      <NetworkTestsDialog consultationId={consultationId} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function Verdict({ test, onOpen }: { test: NetworkTestResult; onOpen(): void }) {
  const { t } = useTranslation();
  const judged = judge(test.paths);
  if (!judged) return null;
  const name = test.display_name;
  const verdict = t(`network.short.${judged.level}`);
  return (
    <TipButton
      label={t("networkTests.details", { name, verdict })}
      tip={t("networkTests.row", { name, verdict, colon: t("common.colon") })}
      icon={
        <span className={`quality-word quality-word-${qualityOf(judged.level)}`}>
          <QualityBars quality={qualityOf(judged.level)} />
        </span>
      }
      onPress={onOpen}
    />
  );
}
