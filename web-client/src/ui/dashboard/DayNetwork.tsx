import { useState } from "react";
import { judge } from "../../call/networkVerdict";
import type { NetworkTestResult } from "../../protocol/networkTest";
import { Button } from "../components/Button";
import { useTranslation } from "../i18n/useTranslation";
import { VerdictGlyph } from "../network/NetworkRow";
import { NetworkTestsDialog } from "../network/NetworkTestsDialog";
import { useNetworkTests } from "../network/useNetworkTests";

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
    <span className="day-network">
      <Button
        size="dense"
        variant="ghost"
        icon={<VerdictGlyph verdict={judged} size={18} />}
        aria-label={t("networkTests.details", { name, verdict })}
        onPress={onOpen}
      >
        {t("networkTests.row", { name, verdict, colon: t("common.colon") })}
      </Button>
    </span>
  );
}
