import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { UNSAFE_PortalProvider as PortalProvider } from "react-aria/PortalProvider";
import { I18nProvider } from "react-aria-components";
import { browserKit } from "../client/callKit";
import { ApiClient } from "../protocol/apiClient";
import type { Host } from "../protocol/host";
import { PhoneProvider } from "../ui/calls/PhoneProvider";
import { usePhone } from "../ui/calls/usePhone";
import { Toasts } from "../ui/components/Toasts";
import type { Language } from "../ui/i18n/preferredLanguage";
import { TranslationContext } from "../ui/i18n/useTranslation";
import { MailProvider } from "../ui/messages/MailProvider";
import { MailContext } from "../ui/messages/mail";
import { CallKitContext } from "../ui/session/callKit";
import type { ThemeChoice } from "../ui/theme/theme";
import { type Embedding, EmbeddingContext, type Means } from "./embedding";
import { HostRouter } from "./HostRouter";
import { HostSession } from "./HostSession";
import { useLayer } from "./useLayer";
import { useTheme } from "./useTheme";
import { createWords } from "./words";
import "../ui/theme/tokens.css";
import "../ui/theme/base.css";
import "./embedded.css";

export interface VestibuleProps extends Host {
  /** English unless said. */
  language?: Language;
  /** As the device has it unless said. */
  theme?: ThemeChoice;
  /** Told which consultation's call opens, null when the person goes back: for hosts that show it on a page of their own. */
  onConference?(sessionId: string | null): void;
  children?: ReactNode;
}

/** Around all pieces of a page, once: who is there, what rings, what came. Another person is another `key`. */
export function Vestibule(props: VestibuleProps) {
  const { server, language = "en", theme = "system", onConference, children } = props;
  const { api, kit } = useServer(props);
  const [queries] = useState(() => new QueryClient());
  const [words] = useState(() => createWords(language));
  useEffect(() => words.speak(language), [words, language]);
  const shown = useTheme(theme);
  const layer = useLayer(shown, language);

  const [means, setMeans] = useState<Means | null>(null);
  const [messages, setMessages] = useState<Embedding["messages"]>(null);
  const [conference, setConference] = useState<string | null>(null);
  const told = useNewest(onConference);
  const go = useCallback(
    (sessionId: string | null) => {
      setConference(sessionId);
      told.current?.(sessionId);
    },
    [told],
  );
  const embedding = useMemo<Embedding>(
    () => ({ language, theme: shown, means, conference, messages, setMessages }),
    [language, shown, means, conference, messages],
  );
  return (
    <TranslationContext value={words}>
      <I18nProvider locale={language}>
        <QueryClientProvider client={queries}>
          <HostSession api={api}>
            <CallKitContext value={kit}>
              <HostRouter server={server} conference={conference} onConference={go}>
                <PortalProvider getContainer={layer}>
                  <EmbeddingContext value={embedding}>{children}</EmbeddingContext>
                  {/* Beside the host's own parts, which must not begin anew when the person becomes known. */}
                  <PhoneProvider>
                    <MailProvider>
                      <Handover onChange={setMeans} />
                    </MailProvider>
                  </PhoneProvider>
                  <Toasts />
                </PortalProvider>
              </HostRouter>
            </CallKitContext>
          </HostSession>
        </QueryClientProvider>
      </I18nProvider>
    </TranslationContext>
  );
}

/** Hands telephone and mailbox to the pieces. */
function Handover({ onChange }: { onChange(means: Means | null): void }) {
  const desk = usePhone();
  const mail = useContext(MailContext);
  useEffect(() => {
    onChange(desk && mail && { desk, mail });
    return () => onChange(null);
  }, [desk, mail, onChange]);
  return null;
}

function useServer({ server, token }: Host) {
  const newest = useNewest(token);
  return useMemo(() => {
    const api = new ApiClient({ server, token: () => newest.current() });
    return { api, kit: browserKit(api) };
  }, [server, newest]);
}

/** Hosts write functions in place: a newer one changes nothing else. */
function useNewest<Value>(value: Value) {
  const newest = useRef(value);
  useEffect(() => {
    newest.current = value;
  }, [value]);
  return newest;
}
