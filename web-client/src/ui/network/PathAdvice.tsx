import { useTranslation } from "react-i18next";
import type { PathFinding } from "../../call/networkTestOptions";

/** What each way that does not work means, and which rule of a firewall opens it. */
export function PathAdvice({ findings }: { findings: readonly PathFinding[] }) {
  const { t } = useTranslation();
  const shut = findings.filter(({ outcome }) => outcome !== "ok");
  // The server has one port for everything; where a way told none, it is the one of this page.
  const ownPort = location.port || (location.protocol === "https:" ? "443" : "80");
  return (
    <section className="network-advice" aria-labelledby="network-advice">
      <h2 id="network-advice">{t("network.page.advice")}</h2>
      {shut.length === 0 && <p>{t("network.page.allWork")}</p>}
      <dl>
        {shut.map(({ path, outcome, port }) => (
          <div key={path}>
            <dt className="strong">{t(`network.page.paths.${path}`)}</dt>
            <dd>
              {t(`network.page.${outcome === "failed" ? "failed" : "notOffered"}.${path}`, {
                port: port ?? ownPort,
              })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
