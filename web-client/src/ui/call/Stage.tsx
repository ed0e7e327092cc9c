import type { Call } from "../../call/call";
import type { CallSnapshot } from "../../call/callSnapshot";
import type { StageView } from "../../call/stageView";
import { useTranslation } from "../i18n/useTranslation";
import { useSnapshot } from "../session/callKit";
import { Reconnecting } from "./Reconnecting";
import { StagePicture } from "./StagePicture";
import type { Picture, StagePlan } from "./stagePlan";

interface StageProps {
  call: Call;
  snapshot: CallSnapshot;
  plan: StagePlan;
  view: StageView;
  pictures: boolean;
}

/** One picture large and more of them in the strip, or all of one size. */
export function Stage({ call, snapshot, plan, view, pictures }: StageProps) {
  const { phase, connection } = snapshot;
  const { large, others, grid } = plan;
  const { raised } = useSnapshot(call.asides.hands);
  const shared = {
    view,
    pictures,
    interest: call.interest,
    step: connection.video,
    hands: raised,
    choice: others.length > 0,
  };
  return (
    <div className={`stage ${grid ? "stage-grid" : others.length > 0 ? "stage-strip" : ""}`}>
      {large && <StagePicture key={keyOf(large)} {...shared} picture={large} large />}
      {!large && !grid && <Alone snapshot={snapshot} />}
      {others.length > 0 && (
        <ul className={grid ? "grid" : "strip"}>
          {others.map((picture) => (
            <li key={keyOf(picture)}>
              <StagePicture {...shared} picture={picture} />
            </li>
          ))}
        </ul>
      )}
      {phase === "reconnecting" && <Reconnecting />}
    </div>
  );
}

const keyOf = ({ tile, source }: Picture) => `${tile.participantId} ${source}`;

function Alone({ snapshot }: { snapshot: CallSnapshot }) {
  const { t } = useTranslation();
  const doctor = snapshot.self.role === "doctor";
  if (snapshot.phase === "connecting") {
    return (
      <div className="alone">
        <span className="spinner" aria-hidden="true" />
        <p className="alone-title">{t("call.connecting")}</p>
      </div>
    );
  }
  return (
    <div className="alone">
      <svg className="alone-arch" viewBox="0 0 32 32" aria-hidden="true">
        <path d="M2 31V15a14 14 0 0 1 28 0v16H21V15.5a5 5 0 0 0-10 0V31Z" />
      </svg>
      <p className="alone-title">
        {doctor ? t("call.aloneDoctor") : t("call.alone", { name: snapshot.doctorName })}
      </p>
      <p>{t(doctor ? "call.aloneDoctorText" : "call.aloneText")}</p>
    </div>
  );
}
