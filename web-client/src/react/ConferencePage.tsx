import { Conference } from "../ui/call/ConferencePage";
import { Boundary } from "../ui/components/Boundary";
import { FailedPage } from "../ui/components/FailedPage";
import { Scope } from "./Scope";
import { useOwnTitle } from "./useOwnTitle";

/** A consultation's call on a page of the host's: it fills the element that it stands in, which has a height. */
export function ConferencePage({ sessionId }: { sessionId: string }) {
  useOwnTitle();
  return (
    <Scope>
      <div className="embedded-conference">
        <Boundary fallback={(again) => <FailedPage onAgain={again} />}>
          <Conference key={sessionId} sessionId={sessionId} />
        </Boundary>
      </div>
    </Scope>
  );
}
