import { showPushMessages } from "./push";
import { keepShell } from "./shell";

declare const self: ServiceWorkerGlobalScope;

keepShell(self, __KEPT__);
showPushMessages(self);
