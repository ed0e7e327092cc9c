import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { beginTotp, confirmTotp, removeTotp, renewRecoveryCodes, totpState } from "../../protocol/totp";
import { Badge } from "../components/Badge";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { QrCode } from "../components/QrCode";
import { SentenceDialog } from "../components/SentenceDialog";
import { say } from "../components/Toasts";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { CodeForm } from "./CodeForm";
import { RecoveryDialog } from "./RecoveryDialog";
import "./totp.css";

const key = ["totp"];

/** The second factor of one's account: set up, its recovery codes, taken off. */
export function TotpCard() {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const state = useQuery({ queryKey: key, queryFn: () => totpState(api), retry: 1 });
  const [codes, setCodes] = useState<string[] | null>(null);
  const [asking, setAsking] = useState<"setup" | "renew" | "remove" | null>(null);
  const changed = (told?: { recovery_codes: string[] }) => {
    setAsking(null);
    setCodes(told?.recovery_codes ?? null);
    return queries.invalidateQueries({ queryKey: key });
  };
  const remove = async (code: string) => {
    await removeTotp(api, code);
    say(t("totp.removed"));
    await changed();
  };
  return (
    <Card
      title={t("totp.title")}
      busy={state.isPending}
      tools={state.data?.enabled && <Badge kind="ok">{t("totp.on")}</Badge>}
    >
      <p className="card-note">{t("totp.what")}</p>
      <Waiting pending={state.isPending} error={state.error} onRetry={() => void state.refetch()} />
      {state.data?.enabled === false && (
        <div>
          <Button onPress={() => setAsking("setup")}>{t("totp.setUp")}</Button>
        </div>
      )}
      {state.data?.enabled && (
        <>
          <p>{t("totp.left", { count: state.data.recovery_codes_left })}</p>
          <div className="line-actions">
            <Button onPress={() => setAsking("renew")}>{t("totp.renew")}</Button>
            <Button variant="ghost" onPress={() => setAsking("remove")}>
              {t("totp.remove")}
            </Button>
          </div>
        </>
      )}
      {asking === "setup" && <SetUpDialog onClose={() => setAsking(null)} onDone={changed} />}
      {(asking === "renew" || asking === "remove") && (
        <SentenceDialog title={t(`totp.${asking}Title`)} open onClose={() => setAsking(null)}>
          <p>{t(`totp.${asking}Text`)}</p>
          <CodeForm
            label={t("totp.anyCode")}
            button={t(`totp.${asking}`)}
            onCode={
              asking === "remove" ? remove : async (code) => changed(await renewRecoveryCodes(api, code))
            }
          />
        </SentenceDialog>
      )}
      {codes && <RecoveryDialog codes={codes} onClose={() => setCodes(null)} />}
    </Card>
  );
}

interface SetUpDialogProps {
  onClose(): void;
  onDone(told: { recovery_codes: string[] }): Promise<void>;
}

/** The secret for the app, as a picture and in letters, then the app's first code. */
function SetUpDialog({ onClose, onDone }: SetUpDialogProps) {
  const { t } = useTranslation();
  const { api } = useSession();
  const begun = useQuery({
    queryKey: ["totp-secret"],
    queryFn: () => beginTotp(api),
    retry: false,
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <SentenceDialog title={t("totp.setUpTitle")} open onClose={onClose} wide>
      <Waiting pending={begun.isPending} error={begun.error} onRetry={() => void begun.refetch()} />
      {begun.data && (
        <div className="totp">
          <figure className="qr-figure">
            <QrCode text={begun.data.uri} />
            <figcaption>{t("totp.scan")}</figcaption>
          </figure>
          <div className="totp-words">
            <p>{t("totp.typed")}</p>
            <p className="secret">{begun.data.secret.replace(/(.{4})(?=.)/g, "$1 ")}</p>
            <CodeForm
              label={t("totp.appCode")}
              button={t("totp.confirm")}
              onCode={async (code) => onDone(await confirmTotp(api, code))}
            />
          </div>
        </div>
      )}
    </SentenceDialog>
  );
}
