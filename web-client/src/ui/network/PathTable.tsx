import { useTranslation } from "../i18n/useTranslation";
import "../i18n/addNetworkPageWords";
import type { PathReport } from "../../protocol/networkTest";
import { useMediaQuery } from "../components/useMediaQuery";
import { type Column, cellsOf, columns } from "./pathCells";

type ShownPath = PathReport & { port?: number | null };

interface PathTableProps {
  paths: readonly ShownPath[];
  caption: string;
}

/** Ways and their figures: a table, on a phone a list. */
export function PathTable({ paths, caption }: PathTableProps) {
  const { t } = useTranslation();
  const wide = useMediaQuery("(min-width: 800px)");
  if (!wide) return <PathCards paths={paths} caption={caption} />;
  return (
    <table className="path-table">
      <caption>{caption}</caption>
      <thead>
        <tr>
          {(["path", "outcome", ...columns] as const).map((column) => (
            <th key={column} scope="col">
              {t(`networkPage.columns.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {paths.map((report) => (
          <tr key={report.path} data-path={report.path}>
            <th scope="row">
              <PathName report={report} />
            </th>
            <td>{t(`networkPage.outcomes.${report.outcome}`)}</td>
            {cellsOf(report).map((cell) => (
              <td key={cell.column} data-column={cell.column}>
                {report.figures ? <Figure {...cell} /> : "–"}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PathCards({ paths, caption }: PathTableProps) {
  const { t } = useTranslation();
  return (
    <section className="path-cards" aria-label={caption}>
      <p className="quiet">{caption}</p>
      {paths.map((report) => (
        <div key={report.path} data-path={report.path}>
          <p>
            <strong>
              <PathName report={report} />
            </strong>
            {t("common.colon")}
            {t(`networkPage.outcomes.${report.outcome}`)}
          </p>
          {report.figures && (
            <dl>
              {cellsOf(report).map((cell) => (
                <div key={cell.column} className="path-figure">
                  <dt>{t(`networkPage.columns.${cell.column}`)}</dt>
                  <dd data-column={cell.column}>
                    <Figure {...cell} />
                  </dd>
                </div>
              ))}
            </dl>
          )}
        </div>
      ))}
    </section>
  );
}

function PathName({ report: { path, port } }: { report: ShownPath }) {
  const { t } = useTranslation();
  return (
    <>
      {t(`networkPage.paths.${path}`)}
      {port ? <span className="path-port"> {t("networkPage.port", { port })}</span> : null}
    </>
  );
}

function Figure({ value }: { column: Column; value: number | null }) {
  const { t, language } = useTranslation();
  return value === null ? t("networkPage.unknown") : value.toLocaleString(language);
}
