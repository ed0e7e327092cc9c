import { Minimize2, Phone } from "lucide-react";
import { useState } from "react";
import { Button as IconButton } from "react-aria-components";
import { Conference } from "../ui/call/ConferencePage";
import { Boundary } from "../ui/components/Boundary";
import { Button } from "../ui/components/Button";
import { FailedPage } from "../ui/components/FailedPage";
import { useTranslation } from "../ui/i18n/useTranslation";
import { useEmbedding } from "./embedding";
import { Scope } from "./Scope";
import { useOwnTitle } from "./useOwnTitle";

/** The call that was answered or that somebody went to, above the page; made small, it goes on. */
export function CallWidget() {
  const { conference } = useEmbedding();
  return (
    conference && (
      <Scope>
        <Widget key={conference} conference={conference} />
      </Scope>
    )
  );
}

function Widget({ conference }: { conference: string }) {
  const { t } = useTranslation();
  const [small, setSmall] = useState(false);
  useOwnTitle();
  return (
    <>
      <section className="embedded-call" aria-label={t("embedded.call")} hidden={small}>
        <Boundary fallback={(again) => <FailedPage onAgain={again} />}>
          <Conference sessionId={conference} />
        </Boundary>
        <IconButton
          className="button button-secondary icon-button embedded-smaller"
          aria-label={t("embedded.smaller")}
          onPress={() => setSmall(true)}
        >
          <Minimize2 size={20} aria-hidden="true" />
        </IconButton>
      </section>
      {small && (
        <div className="embedded-back">
          <Button
            variant="primary"
            icon={<Phone size={20} aria-hidden="true" />}
            onPress={() => setSmall(false)}
          >
            {t("embedded.back")}
          </Button>
        </div>
      )}
    </>
  );
}
