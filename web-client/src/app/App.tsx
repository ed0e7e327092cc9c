import { I18nProvider } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { BrowserRouter } from "react-router";
import { LocalMedia } from "../call/localMedia";
import { Places } from "../call/places";
import { browserDevices } from "../media/devices";
import { mixSounds } from "../media/mixedSound";
import { createPathProbe } from "../media/pathProbe";
import { createPeerConnectionHandler } from "../media/peerConnectionHandler";
import { browserScreen } from "../media/screenCapture";
import { createTestMedia } from "../media/testMedia";
import { ApiClient } from "../protocol/apiClient";
import { SocketSignaling } from "../protocol/socketSignaling";
import { PhoneProvider } from "../ui/calls/PhoneProvider";
import { Toasts } from "../ui/components/Toasts";
import { type CallKit, CallKitContext } from "../ui/session/callKit";
import { SessionProvider } from "../ui/session/SessionProvider";
import { Pages } from "./Pages";

const api = new ApiClient();
const places = new Places(sessionStorage);
const kit: CallKit = {
  devices: browserDevices,
  localMedia: new LocalMedia(browserDevices),
  screen: browserScreen,
  mixSounds,
  createMediaHandler: createPeerConnectionHandler,
  createProbe: createPathProbe,
  createTestMedia,
  createSignaling: (token) => new SocketSignaling(token),
};

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
