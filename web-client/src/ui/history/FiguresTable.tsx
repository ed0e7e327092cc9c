import type { ReactNode } from "react";
import type { Figures } from "../../protocol/history";
import { useTranslation } from "../i18n/useTranslation";
import { useFigures } from "./useFigures";

interface FiguresTableProps {
  caption: string;
  /** What the rows are of: people, or minutes. */
  of: string;
  rows: { key: string; name: ReactNode; figures: Figures }[];
}

/** What was measured, in figures. */
export function FiguresTable({ caption, of, rows }: FiguresTableProps) {
  const { t } = useTranslation();
  const { score, percent, milliseconds, rate } = useFigures();
  const columns = [
    [t("report.heard"), ({ down }: Figures) => score(down.sound_mos)],
    [t("report.seen"), ({ down }: Figures) => score(down.picture_mos)],
    [t("report.videoRate"), ({ down }: Figures) => rate(down.video_kbit_s)],
    [t("report.lossSent"), ({ up }: Figures) => percent(up.loss_permille)],
    [t("report.lossReceived"), ({ down }: Figures) => percent(down.loss_permille)],
    [t("report.jitter"), ({ down }: Figures) => milliseconds(down.jitter_ms)],
    [t("report.roundTrip"), ({ rtt_ms }: Figures) => milliseconds(rtt_ms)],
  ] as const;
  return (
    <table className="plain-table">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{of}</th>
          {columns.map(([name]) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, figures }) => (
          <tr key={key}>
            <th scope="row">{name}</th>
            {columns.map(([column, value]) => (
              <td key={column} data-name={column}>
                {value(figures)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
