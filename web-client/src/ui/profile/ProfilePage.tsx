import { LogOut } from "lucide-react";
import { Button } from "../components/Button";
import { Card } from "../components/Card";
import { useTranslation } from "../i18n/useTranslation";
import { PageHeader } from "../navigation/PageHeader";
import { SignedInPage } from "../navigation/SignedInPage";
import { useSession } from "../session/session";
import { LookCard } from "./LookCard";
import { NotificationsCard } from "./NotificationsCard";
import { PasswordCard } from "./PasswordCard";
import { SessionsCard } from "./SessionsCard";
import { TotpCard } from "./TotpCard";

/** `/profile`: oneself, as this server knows one. */
export function ProfilePage() {
  const { t } = useTranslation();
  return (
    <SignedInPage>
      <PageHeader title={t("profile.title")} />
      <div className="cards">
        <AccountCard />
        <LookCard />
        <NotificationsCard />
        <PasswordCard />
        <TotpCard />
        <SessionsCard />
      </div>
    </SignedInPage>
  );
}

function AccountCard() {
  const { t } = useTranslation();
  const { user, signOut } = useSession();
  if (!user) return null;
  return (
    <Card title={t("profile.account")}>
      <dl className="facts">
        <dt>{t("profile.name")}</dt>
        <dd>{user.name}</dd>
        <dt>{t("profile.email")}</dt>
        <dd>{user.email}</dd>
        <dt>{t("profile.role")}</dt>
        <dd>{t(`profile.roles.${user.role}`)}</dd>
      </dl>
      <p className="card-note">{t("profile.changedBy")}</p>
      <div>
        <Button
          icon={<LogOut size={20} aria-hidden="true" />}
          onPress={() => void signOut().catch(() => undefined)}
        >
          {t("common.signOut")}
        </Button>
      </div>
    </Card>
  );
}
