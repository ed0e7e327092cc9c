import { useTranslation } from "react-i18next";
import type { CallSnapshot } from "../../call/callSnapshot";
import type { Interest } from "../../call/interest";
import { mainTile } from "./mainTile";
import { RemoteTile } from "./RemoteTile";

interface StageProps {
  snapshot: CallSnapshot;
  pictures: boolean;
  interest: Interest;
}

/** The other person large, more of them in the strip. */
export function Stage({ snapshot, pictures, interest }: StageProps) {
  const { tiles, phase } = snapshot;
  const large = mainTile(snapshot);
  const others = tiles.filter((tile) => tile !== large);
  const shared = { pictures, interest };
  return (
    <div className={others.length > 0 ? "stage stage-strip" : "stage"}>
      {large ? (
        <RemoteTile key={large.participantId} {...shared} tile={large} large />
      ) : (
        <Alone snapshot={snapshot} />
      )}
      {others.length > 0 && (
        <ul className="strip">
          {others.map((tile) => (
            <li key={tile.participantId}>
              <RemoteTile {...shared} tile={tile} />
            </li>
          ))}
        </ul>
      )}
      {phase === "reconnecting" && <Reconnecting />}
    </div>
  );
}

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

function Reconnecting() {
  const { t } = useTranslation();
  return (
    <div className="reconnecting" role="alert">
      <p className="reconnecting-title">
        <span className="spinner" aria-hidden="true" />
        {t("call.reconnecting")}
      </p>
      <p>{t("call.reconnectingText")}</p>
      <p className="reconnecting-hint">{t("call.reconnectingHint")}</p>
    </div>
  );
}
