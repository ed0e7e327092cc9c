import { Label, Meter } from "react-aria-components";
import type { MachineHealth } from "../../protocol/machineHealth";
import { Card } from "../components/Card";
import { useTranslation } from "../i18n/useTranslation";

/** What goes on at this moment, in numbers. */
export function RightNow({ health: { rooms, participants, busy_ratios } }: { health: MachineHealth }) {
  const { t } = useTranslation();
  const busiest = Math.max(0, ...busy_ratios);
  return (
    <aside className="right-now" aria-label={t("health.now")}>
      <Card title={t("health.now")}>
        <dl className="figure-lines">
          <div>
            <dt>{t("health.rooms")}</dt>
            <dd>{rooms}</dd>
          </div>
          <div>
            <dt>{t("health.participants")}</dt>
            <dd>{participants}</dd>
          </div>
        </dl>
        <Meter className="meter" value={Math.round(busiest * 100)}>
          {({ percentage, valueText }) => (
            <>
              <div className="meter-words">
                <Label>{t("health.busy", { count: busy_ratios.length })}</Label>
                <strong>{valueText}</strong>
              </div>
              <svg className="busy-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
                <rect width="100" height="4" className="meter-whole" />
                <rect width={percentage} height="4" className="meter-part" />
              </svg>
            </>
          )}
        </Meter>
      </Card>
    </aside>
  );
}
