import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import { Navigate, Route, Routes, useLocation } from "react-router";
import type { User } from "../protocol/apiClient";
import { whenIdle } from "../ui/components/whenIdle";
import { startPage } from "../ui/navigation/startPage";
import { useSession } from "../ui/session/session";

// Each page is a file of its own: a patient's phone loads no dashboard.
const HomePage = page(() => import("../ui/home/HomePage"), "HomePage");
const NotFoundPage = page(() => import("../ui/home/NotFoundPage"), "NotFoundPage");
const JoinPage = page(joinPage, "JoinPage");
const ConferencePage = page(conferencePage, "ConferencePage");
const NetworkTestPage = page(() => import("../ui/network/NetworkTestPage"), "NetworkTestPage");
const PasswordPage = page(() => import("../ui/home/PasswordPage"), "PasswordPage");
const PatientHomePage = page(() => import("../ui/patient/PatientHomePage"), "PatientHomePage");
const PatientsPage = page(() => import("../ui/patients/PatientsPage"), "PatientsPage");
const MessagesPage = page(() => import("../ui/messages/MessagesPage"), "MessagesPage");
const HistoryPage = page(() => import("../ui/history/HistoryPage"), "HistoryPage");
const StatisticsPage = page(() => import("../ui/history/StatisticsPage"), "StatisticsPage");
const ReportPage = page(() => import("../ui/history/ReportPage"), "ReportPage");
const ProfilePage = page(() => import("../ui/profile/ProfilePage"), "ProfilePage");
const Administration = page(() => import("./Administration"), "Administration");
const DashboardPage = page(() => import("../ui/dashboard/DashboardPage"), "DashboardPage");

const staff = ["doctor", "admin"] as const;
const everybody = [...staff, "patient"] as const;

/** Every address and its page. */
export function Pages() {
  return (
    <Suspense fallback={null}>
      <Routes>
        <Route path="/" element={<HomePage />} />
        <Route
          path="/webrtc"
          element={
            <For roles={staff}>
              <DashboardPage />
            </For>
          }
        />
        <Route
          path="/patient"
          element={
            <For roles={["patient"]}>
              <PatientHomePage />
            </For>
          }
        />
        <Route path="/conference" element={<JoinPage />} />
        <Route path="/conference/join/:shareToken" element={<JoinPage />} />
        <Route path="/conference/:sessionId" element={<ConferencePage />} />
        <Route path="/meet/:sessionId" element={<ConferencePage />} />
        <Route path="/network-test" element={<NetworkTestPage />} />
        <Route
          path="/patients"
          element={
            <For roles={["doctor"]}>
              <PatientsPage />
            </For>
          }
        />
        <Route
          path="/chat-message"
          element={
            <For roles={["doctor", "patient"]}>
              <MessagesPage />
            </For>
          }
        />
        <Route
          path="/admin/*"
          element={
            <For roles={["admin"]}>
              <Administration />
            </For>
          }
        />
        <Route
          path="/history"
          element={
            <For roles={everybody}>
              <HistoryPage />
            </For>
          }
        />
        <Route
          path="/history/:id"
          element={
            <For roles={everybody}>
              <ReportPage />
            </For>
          }
        />
        <Route
          path="/statistics"
          element={
            <For roles={staff}>
              <StatisticsPage />
            </For>
          }
        />
        <Route
          path="/profile"
          element={
            <For roles={everybody}>
              <ProfilePage />
            </For>
          }
        />
        <Route path="/password" element={<PasswordPage />} />
        <Route path="*" element={<NotFoundPage />} />
      </Routes>
    </Suspense>
  );
}

/** For the signed-in of some roles; others go to their own start, strangers sign in first. */
function For({ roles, children }: { roles: readonly User["role"][]; children: ReactNode }) {
  const { state, user } = useSession();
  const { pathname } = useLocation();
  if (state === "restoring") return null;
  if (!user) return <Navigate to="/" state={{ from: pathname }} replace />;
  return roles.includes(user.role) ? children : <Navigate to={startPage(user)} replace />;
}

/** The call comes while the name is typed. */
async function joinPage() {
  const brought = await import("../ui/entry/JoinPage");
  whenIdle(() => void conferencePage().catch(() => undefined));
  return brought;
}

function conferencePage() {
  return import("../ui/call/ConferencePage");
}

function page<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return lazy(async () => ({ default: (await load())[name] }));
}
