import { Places } from "../call/places";
import { browserKit } from "../client/callKit";
import { blurBackground } from "../media/backgroundBlur";
import { ApiClient } from "../protocol/apiClient";
import { PhoneProvider } from "../ui/calls/PhoneProvider";
import { Boundary } from "../ui/components/Boundary";
import { Toasts } from "../ui/components/Toasts";
import { AddressBar } from "../ui/router/AddressBar";
import { CallKitContext } from "../ui/session/callKit";
import { SessionProvider } from "../ui/session/SessionProvider";
import { PageFailure } from "./PageFailure";
import { Pages } from "./Pages";

const api = new ApiClient();
const places = new Places(sessionStorage);
const kit = browserKit(api, blurBackground);

/** Puts the parts together. */
export function App() {
  return (
    <SessionProvider api={api} places={places}>
      <CallKitContext value={kit}>
        <Boundary fallback={() => <PageFailure />}>
          <AddressBar>
            <PhoneProvider>
              <Pages />
            </PhoneProvider>
          </AddressBar>
          <Toasts />
        </Boundary>
      </CallKitContext>
    </SessionProvider>
  );
}
