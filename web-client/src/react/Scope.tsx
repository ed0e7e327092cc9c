import type { ReactNode } from "react";
import { PhoneContext } from "../ui/calls/usePhone";
import { Boundary } from "../ui/components/Boundary";
import { directionOf } from "../ui/i18n/preferredLanguage";
import { MailContext } from "../ui/messages/mail";
import { useEmbedding } from "./embedding";

/** Where the library's styles hold; what is inside is shown once the server knows the person. */
export function Scope({ children }: { children: ReactNode }) {
  const { means, theme, language } = useEmbedding();
  if (!means) return null;
  return (
    <PhoneContext value={means.desk}>
      <MailContext value={means.mail}>
        <div className="vestibule" data-theme={theme} lang={language} dir={directionOf(language)}>
          <Boundary fallback={() => null}>{children}</Boundary>
        </div>
      </MailContext>
    </PhoneContext>
  );
}
