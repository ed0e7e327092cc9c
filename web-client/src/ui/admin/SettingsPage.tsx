import { useQuery } from "@tanstack/react-query";
import { machineSettings } from "../../protocol/machineSettings";
import { Card } from "../components/Card";
import { Waiting } from "../components/Waiting";
import { useTranslation } from "../i18n/useTranslation";
import { useSession } from "../session/session";
import { AdminPage } from "./AdminPage";

/** `/admin/settings`: what the server was set to, to be looked at only. */
export function SettingsPage() {
  const { t } = useTranslation();
  const { api } = useSession();
  const settings = useQuery({ queryKey: ["settings"], queryFn: () => machineSettings(api), retry: 1 });
  return (
    <AdminPage title={t("admin.sections.settings")}>
      <Card title={t("admin.settingsTitle")} busy={settings.isPending}>
        <p className="card-note">{t("admin.settingsText")}</p>
        <Waiting
          pending={settings.isPending}
          error={settings.error}
          onRetry={() => void settings.refetch()}
        />
        {settings.data && (
          <dl className="facts">
            {settings.data.items.map(({ name, value }) => (
              <div key={name} className="fact">
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </Card>
    </AdminPage>
  );
}
