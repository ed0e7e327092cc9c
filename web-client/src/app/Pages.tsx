import { type ComponentType, lazy, type ReactNode, Suspense } from "react";
import type { User } from "../protocol/apiClient";
import { Boundary } from "../ui/components/Boundary";
import { whenIdle } from "../ui/components/whenIdle";
import { startPage } from "../ui/navigation/startPage";
import { useAddress } from "../ui/router/navigation";
import { Redirect } from "../ui/router/Redirect";
import { Routed, type Routes } from "../ui/router/Routes";
import { useSession } from "../ui/session/session";
import { PageFailure } from "./PageFailure";

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
const routes: Routes = {
  "/": <HomePage />,
  "/webrtc": forRoles(staff, <DashboardPage />),
  "/patient": forRoles(["patient"], <PatientHomePage />),
  "/conference": <JoinPage />,
  "/conference/join/:shareToken": <JoinPage />,
  "/conference/:sessionId": <ConferencePage />,
  "/meet/:sessionId": <ConferencePage />,
  "/network-test": <NetworkTestPage />,
  "/patients": forRoles(["doctor"], <PatientsPage />),
  "/chat-message": forRoles(["doctor", "patient"], <MessagesPage />),
  "/admin/*": forRoles(["admin"], <Administration />),
  "/history": forRoles(everybody, <HistoryPage />),
  "/history/:id": forRoles(everybody, <ReportPage />),
  "/statistics": forRoles(staff, <StatisticsPage />),
  "/profile": forRoles(everybody, <ProfilePage />),
  "/password": <PasswordPage />,
  "*": <NotFoundPage />,
};

/** The page of the address; one that fails leaves what rings and what is said beside it as they are. */
export function Pages() {
  const { pathname } = useAddress();
  return (
    <Boundary place={pathname} fallback={() => <PageFailure />}>
      <Suspense fallback={null}>
        <Routed routes={routes} />
      </Suspense>
    </Boundary>
  );
}

function forRoles(roles: readonly User["role"][], page: ReactNode) {
  return <For roles={roles}>{page}</For>;
}

/** For the signed-in of some roles; others go to their own start, strangers sign in first. */
function For({ roles, children }: { roles: readonly User["role"][]; children: ReactNode }) {
  const { state, user } = useSession();
  const { pathname } = useAddress();
  if (state === "restoring") return null;
  if (!user) return <Redirect to="/" from={pathname} />;
  return roles.includes(user.role) ? children : <Redirect to={startPage(user)} />;
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
