import { canCall } from "../../media/canCall";
import { Boundary } from "../components/Boundary";
import { UnsupportedBrowser } from "../devices/laterDevices";
import { useTranslation } from "../i18n/useTranslation";
import { useAdmission } from "../lobby/useAdmission";
import { WaitingRoom } from "../lobby/WaitingRoom";
import { Redirect } from "../router/Redirect";
import { useParams } from "../router/Routes";
import { useSnapshot } from "../session/callKit";
import { useSession } from "../session/session";
import { CallScreen } from "./CallScreen";
import { FailedScreen } from "./FailedScreen";
import { DeniedPage, EndedPage, RemovedPage, StrangerPage } from "./laterParts";
import { type OpenCall, useOpenCall } from "./useOpenCall";
import { usePageShown } from "./usePageShown";
import "./call.css";
import "./alone.css";
import "./tile.css";
import "./strip.css";
import "./stage.css";
import "./bar.css";
import "./notices.css";
import "./quality.css";

/** `/conference/:sessionId`: the call, or why there is none. */
export function ConferencePage() {
  const { sessionId } = useParams();
  const { state } = useSession();
  if (!sessionId) return <Redirect to="/conference" />;
  if (!canCall()) return <UnsupportedBrowser />;
  return state === "restoring" ? <Connecting /> : <Conference key={sessionId} sessionId={sessionId} />;
}

/** The same where there is no address, as in a page of another site. */
export function Conference({ sessionId }: { sessionId: string }) {
  const { opening, comeBack } = useOpenCall(sessionId);
  switch (opening.name) {
    case "joining":
      return <Connecting />;
    case "stranger":
      return <StrangerPage />;
    case "refused":
      return <EndedPage end={{ reason: "refused", code: opening.code, at: null }} onComeBack={null} />;
    case "over":
      if (opening.end.reason === "denied")
        return <DeniedPage sessionId={sessionId} denial={opening.end.denial ?? null} onAgain={comeBack} />;
      if (opening.end.reason === "removed") return <RemovedPage onAgain={comeBack} />;
      return <EndedPage end={{ ...opening.end, code: null }} onComeBack={comeBack} />;
    case "open":
      return <Opened opened={opening} onComeBack={comeBack} />;
  }
}

function Opened({ opened, onComeBack }: { opened: OpenCall; onComeBack(): void }) {
  const { end, connectedAt, lobby } = useSnapshot(opened.call);
  const admission = useAdmission(lobby.state);
  usePageShown(opened.call.pageShown);
  if (end?.reason === "denied")
    return <DeniedPage sessionId={opened.sessionId} denial={lobby.denial} onAgain={onComeBack} />;
  if (end?.reason === "removed") return <RemovedPage onAgain={onComeBack} />;
  if (end) {
    const { sessionId } = opened;
    return <EndedPage end={end} connectedAt={connectedAt} sessionId={sessionId} onComeBack={onComeBack} />;
  }
  return (
    <>
      <p className="visually-hidden" role="alert">
        {admission}
      </p>
      {lobby.state === "waiting" ? (
        <WaitingRoom call={opened.call} />
      ) : (
        <Boundary fallback={(again) => <FailedScreen call={opened.call} onAgain={again} />}>
          <CallScreen call={opened.call} chat={opened.chat} sessionId={opened.sessionId} />
        </Boundary>
      )}
    </>
  );
}

function Connecting() {
  const { t } = useTranslation();
  return (
    <main className="call-connecting">
      <span className="spinner" aria-hidden="true" />
      <h1>{t("call.connecting")}</h1>
    </main>
  );
}
