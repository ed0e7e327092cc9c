import { useEffect, useState } from "react";
import { NetworkTest } from "../../call/networkTest";
import type { NetworkTestOptions, NetworkTestServer } from "../../call/networkTestOptions";
import type { ApiClient } from "../../protocol/apiClient";
import { beginNetworkTest } from "../../protocol/beginNetworkTest";
import { endNetworkTest } from "../../protocol/endNetworkTest";
import { offerInNetworkTest } from "../../protocol/offerInNetworkTest";
import { useCallKit, useSnapshot } from "../session/callKit";
import { useSession } from "../session/session";

/** A network test that ends with the page. */
export function useNetworkTest(pace: NetworkTestOptions["pace"]) {
  const { api } = useSession();
  const { createProbe, createTestMedia } = useCallKit();
  const [test] = useState(
    () => new NetworkTest({ server: serverOf(api), createProbe, createMedia: createTestMedia, pace }),
  );
  useEffect(() => () => test.stop(), [test]);
  return { test, snapshot: useSnapshot(test) };
}

function serverOf(api: ApiClient): NetworkTestServer {
  return {
    begin: () => beginNetworkTest(api),
    offer: (test, offer) => offerInNetworkTest(api, test, offer),
    end: (test) => endNetworkTest(api, test),
  };
}
