import { Navigate, Route, Routes } from "react-router";
import { AccountsPage } from "../ui/admin/AccountsPage";
import { KeysPage } from "../ui/admin/KeysPage";

/** The pages of the administration, loaded together: who needs one needs the others. */
export function Administration() {
  return (
    <Routes>
      <Route path="accounts" element={<AccountsPage />} />
      <Route path="keys" element={<KeysPage />} />
      <Route path="*" element={<Navigate to="/admin/accounts" replace />} />
    </Routes>
  );
}
