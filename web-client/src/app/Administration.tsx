import { AccountsPage } from "../ui/admin/AccountsPage";
import { AuditPage } from "../ui/admin/AuditPage";
import { HealthPage } from "../ui/admin/HealthPage";
import { KeysPage } from "../ui/admin/KeysPage";
import { OutboxPage } from "../ui/admin/OutboxPage";
import { SettingsPage } from "../ui/admin/SettingsPage";
import { TeamsPage } from "../ui/admin/TeamsPage";
import { WebhooksPage } from "../ui/admin/WebhooksPage";
import { Redirect } from "../ui/router/Redirect";
import { Routed, type Routes } from "../ui/router/Routes";

const routes: Routes = {
  "/admin": <HealthPage />,
  "/admin/accounts": <AccountsPage />,
  "/admin/teams": <TeamsPage />,
  "/admin/keys": <KeysPage />,
  "/admin/webhooks": <WebhooksPage />,
  "/admin/outbox": <OutboxPage />,
  "/admin/audit": <AuditPage />,
  "/admin/settings": <SettingsPage />,
  "*": <Redirect to="/admin" />,
};

/** The pages of the administration, loaded together: who needs one needs the others. */
export function Administration() {
  return <Routed routes={routes} />;
}
