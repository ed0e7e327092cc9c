import { keepShell } from "./shell";

declare const self: ServiceWorkerGlobalScope;

keepShell(self, __KEPT__);
