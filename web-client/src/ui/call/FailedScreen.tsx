import { useState } from "react";
import type { Call } from "../../call/call";
import { Button } from "../components/Button";
import { PageHeading } from "../components/PageHeading";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { RemoteSound } from "./RemoteSound";

/** In place of a call's screen that could not be shown: the call goes on, and the others are heard. */
export function FailedScreen({ call, onAgain }: { call: Call; onAgain(): void }) {
  const { t } = useTranslation();
  const { tiles } = useSnapshot(call);
  const [soundRefused, setSoundRefused] = useState<(() => void) | null>(null);
  return (
    <main className="call-connecting">
      <PageHeading>{t("call.failedTitle")}</PageHeading>
      <p>{t("call.failedText")}</p>
      {soundRefused && <Button onPress={soundRefused}>{t("call.startSound")}</Button>}
      <Button variant="primary" onPress={onAgain}>
        {t("common.retry")}
      </Button>
      <Button variant="danger" onPress={() => call.leave()}>
        {t("call.leave")}
      </Button>
      <RemoteSound tiles={tiles} onRefused={setSoundRefused} />
    </main>
  );
}
