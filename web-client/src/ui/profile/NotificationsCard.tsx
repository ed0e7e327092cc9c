import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Bell, BellOff } from "lucide-react";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { pushState, turnPushOff, turnPushOn } from "./pushMessages";

const stateKey = ["push"];

/** Whether this browser is told of calls, and of those who wait, while no page is open. */
export function NotificationsCard() {
  const { t } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const state = useQuery({ queryKey: stateKey, queryFn: () => pushState(api), retry: false });
  const change = useMutation({
    mutationFn: () => (state.data === "on" ? turnPushOff(api) : turnPushOn(api)),
    onSuccess: (now) => {
      queries.setQueryData(stateKey, now);
      say(t(`profile.notificationsNow.${now}`), now === "refused" ? "error" : undefined);
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  const icon =
    state.data === "on" ? <BellOff size={20} aria-hidden="true" /> : <Bell size={20} aria-hidden="true" />;
  return (
    <Card title={t("profile.notifications")} busy={state.isPending}>
      <Waiting pending={state.isPending} error={state.error} onRetry={() => void state.refetch()} />
      {state.data && <p>{t(`profile.notificationsNow.${state.data}`)}</p>}
      {(state.data === "on" || state.data === "off") && (
        <div>
          <Button icon={icon} busy={change.isPending} onPress={() => change.mutate()}>
            {t(state.data === "on" ? "profile.notificationsOff" : "profile.notificationsOn")}
          </Button>
        </div>
      )}
      <p className="card-note">{t("profile.notificationsNote")}</p>
    </Card>
  );
}
