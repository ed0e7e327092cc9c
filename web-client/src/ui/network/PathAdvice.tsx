import type { PathFinding } from "../../call/networkTestOptions";
import { useTranslation } from "../i18n/useTranslation";

/** What each way that does not work means, and which rule of a firewall opens it. */
export function PathAdvice({ findings }: { findings: readonly PathFinding[] }) {
  const { t } = useTranslation();
  const shut = findings.filter(({ outcome }) => outcome !== "ok");
  // The server has one port for everything; where a way told none, it is the one of this page.
  const ownPort = location.port || (location.protocol === "https:" ? "443" : "80");
  return (
    <section className="network-advice" aria-labelledby="network-advice">
      <h2 id="network-advice">{t("networkPage.advice")}</h2>
      {shut.length === 0 && <p>{t("networkPage.allWork")}</p>}
      <dl>
        {shut.map(({ path, outcome, port }) => (
          <div key={path}>
            <dt className="strong">{t(`networkPage.paths.${path}`)}</dt>
            <dd>
              {t(`networkPage.${outcome === "failed" ? "failed" : "notOffered"}.${path}`, {
                port: port ?? ownPort,
              })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
