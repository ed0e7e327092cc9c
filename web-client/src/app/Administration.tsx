import { Navigate, Route, Routes } from "react-router";
import { AccountsPage } from "../ui/admin/AccountsPage";
import { AuditPage } from "../ui/admin/AuditPage";
import { HealthPage } from "../ui/admin/HealthPage";
import { KeysPage } from "../ui/admin/KeysPage";
import { OutboxPage } from "../ui/admin/OutboxPage";
import { SettingsPage } from "../ui/admin/SettingsPage";
import { TeamsPage } from "../ui/admin/TeamsPage";

/** The pages of the administration, loaded together: who needs one needs the others. */
export function Administration() {
  return (
    <Routes>
      <Route index element={<HealthPage />} />
      <Route path="accounts" element={<AccountsPage />} />
      <Route path="teams" element={<TeamsPage />} />
      <Route path="keys" element={<KeysPage />} />
      <Route path="outbox" element={<OutboxPage />} />
      <Route path="audit" element={<AuditPage />} />
      <Route path="settings" element={<SettingsPage />} />
      <Route path="*" element={<Navigate to="/admin" replace />} />
    </Routes>
  );
}
