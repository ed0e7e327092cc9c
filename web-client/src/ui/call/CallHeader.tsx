import { Radio, Users } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import type { CallSnapshot } from "../../call/callSnapshot";
import { useMinutes } from "../components/useMinutes";
import { useTranslation } from "../i18n/useTranslation";
import { mainTile } from "./mainTile";
import { QualityBars } from "./QualityBars";

interface CallHeaderProps {
  snapshot: CallSnapshot;
  /** What must be in sight for as long as it holds. */
  badge: ReactNode;
  menu: ReactNode;
}

/** With whom, for how long, how many; the states of the connection in words. */
export function CallHeader({ snapshot, badge, menu }: CallHeaderProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const { mode, phase, tiles, self, doctorName, connectedAt, title, connection } = snapshot;
  const quality = phase === "reconnecting" ? "lost" : phase === "connected" ? connection.quality : null;
  const minutes = useMinutes(connectedAt);
  const kind = t(`call.${mode}`);
  const other = mainTile(snapshot)?.displayName;
  const name = other ?? (self.role === "doctor" ? (title ?? kind) : doctorName);

  // Once, at the entry: a name that changes later must not take the focus.
  useEffect(() => heading.current?.focus(), []);
  useEffect(() => {
    document.title = `${name} · Vestibule`;
  }, [name]);

  return (
    <header className="call-header">
      <div className="call-who">
        <h1 ref={heading} tabIndex={-1}>
          {name}
        </h1>
        <p className="call-facts">
          {name !== kind && <span className="call-kind">{kind}</span>}
          {phase === "connected" && (
            <span className="call-live">
              <Radio size={16} aria-hidden="true" />
              {t("call.live")}
            </span>
          )}
          {phase === "connected" && <span>{t("call.minutes", { count: minutes })}</span>}
          {phase === "connecting" && <span>{t("call.connecting")}</span>}
          {quality && (
            <span className="call-quality">
              <QualityBars quality={quality} />
              {t(`quality.own.${quality}`)}
            </span>
          )}
          <span className={tiles.length < 2 ? "call-people call-people-few" : "call-people"}>
            <Users size={18} aria-hidden="true" />
            {t("call.people", { count: tiles.length + 1 })}
          </span>
        </p>
      </div>
      {badge}
      {menu}
    </header>
  );
}
