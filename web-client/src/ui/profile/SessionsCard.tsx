import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { listSessions, type SignedInBrowser } from "../../protocol/listSessions";
import { revokeSession } from "../../protocol/revokeSession";
import { Badge } from "../components/Badge";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { errorSentence } from "../components/errorSentence";
import { say } from "../components/Toasts";
import { Waiting } from "../components/Waiting";
import { dateAndTime } from "../i18n/clock";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { deviceName } from "./deviceName";

export const sessionsKey = ["sessions"];

/** Where one is signed in. */
export function SessionsCard() {
  const { t } = useTranslation();
  const { api } = useSession();
  const sessions = useQuery({ queryKey: sessionsKey, queryFn: () => listSessions(api), retry: 1 });
  return (
    <Card title={t("profile.sessions")} busy={sessions.isPending}>
      <Waiting pending={sessions.isPending} error={sessions.error} onRetry={() => void sessions.refetch()} />
      <ul className="lines">
        {sessions.data?.items.map((browser) => (
          <SessionLine key={browser.id} browser={browser} />
        ))}
      </ul>
    </Card>
  );
}

function SessionLine({ browser }: { browser: SignedInBrowser }) {
  const { t, language } = useTranslation();
  const { api } = useSession();
  const queries = useQueryClient();
  const device = deviceName(browser.device) ?? t("profile.unknownDevice");
  const date = dateAndTime(new Date(browser.used_at), language);
  const revocation = useMutation({
    mutationFn: () => revokeSession(api, browser.id),
    onSuccess: () => {
      say(t("profile.revoked", { device }));
      return queries.invalidateQueries({ queryKey: sessionsKey });
    },
    onError: (error) => say(errorSentence(t, error), "error"),
  });
  return (
    <li>
      <div className="line-words">
        <strong>{device}</strong>
        <span>{t("profile.used", { date })}</span>
      </div>
      {browser.current ? (
        <Badge kind="ok">{t("profile.thisDevice")}</Badge>
      ) : (
        <Button
          size="dense"
          aria-label={t("profile.revokeNamed", { device })}
          busy={revocation.isPending}
          onPress={() => revocation.mutate()}
        >
          {t("profile.revoke")}
        </Button>
      )}
    </li>
  );
}
