import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import { HomePage } from "../ui/home/HomePage";
import { NotFoundPage } from "../ui/home/NotFoundPage";
import { useSession } from "../ui/session/session";

// Each page is a file of its own: a patient's phone loads no dashboard.
const JoinPage = page(() => import("../ui/entry/JoinPage"), "JoinPage");
const ConferencePage = page(() => import("../ui/call/ConferencePage"), "ConferencePage");
const NetworkTestPage = page(() => import("../ui/network/NetworkTestPage"), "NetworkTestPage");
const PasswordPage = page(() => import("../ui/home/PasswordPage"), "PasswordPage");
const PatientHomePage = page(() => import("../ui/patient/PatientHomePage"), "PatientHomePage");
const DashboardPage = page(() => import("../ui/dashboard/DashboardPage"), "DashboardPage");

/** Every address and its page. */
export function Pages() {
  return (
    <Suspense fallback={null}>
      <Routes>
        <Route path="/" element={<HomePage />} />
        <Route path="/webrtc" element={<Staff page={<DashboardPage />} />} />
        <Route path="/patient" element={<Patient page={<PatientHomePage />} />} />
        <Route path="/conference" element={<JoinPage />} />
        <Route path="/conference/join/:shareToken" element={<JoinPage />} />
        <Route path="/conference/:sessionId" element={<ConferencePage />} />
        <Route path="/meet/:sessionId" element={<ConferencePage />} />
        <Route path="/network-test" element={<NetworkTestPage />} />
        <Route path="/password" element={<PasswordPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}

/** For those who work here; others sign in first. */
function Staff({ page: content }: { page: ReactNode }) {
  const { state, user } = useSession();
  const { pathname } = useLocation();
  if (state === "restoring") return null;
  if (!user) return <Navigate to="/" state={{ from: pathname }} replace />;
  return user.role === "patient" ? <Navigate to="/patient" replace /> : content;
}

/** For patients with an account. */
function Patient({ page: content }: { page: ReactNode }) {
  const { state, user } = useSession();
  if (state === "restoring") return null;
  return user?.role === "patient" ? (
    content
  ) : (
    <Navigate to="/" state={user ? null : { from: "/patient" }} replace />
  );
}

function page<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return lazy(async () => ({ default: (await load())[name] }));
}
