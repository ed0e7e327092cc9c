import { I18nProvider } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { BrowserRouter } from "react-router";
import { Places } from "../call/places";
import { browserKit } from "../client/callKit";
import { blurBackground } from "../media/backgroundBlur";
import { ApiClient } from "../protocol/apiClient";
import { PhoneProvider } from "../ui/calls/PhoneProvider";
import { Toasts } from "../ui/components/Toasts";
import { CallKitContext } from "../ui/session/callKit";
import { SessionProvider } from "../ui/session/SessionProvider";
import { Pages } from "./Pages";

const api = new ApiClient();
const places = new Places(sessionStorage);
const kit = browserKit(api, blurBackground);

/** Puts the parts together. */
export function App() {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language}>
      <SessionProvider api={api} places={places}>
        <CallKitContext value={kit}>
          <BrowserRouter>
            <PhoneProvider>
              <Pages />
            </PhoneProvider>
          </BrowserRouter>
          <Toasts />
        </CallKitContext>
      </SessionProvider>
    </I18nProvider>
  );
}
