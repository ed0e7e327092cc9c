import { useEffect } from "react";
import { FailedPage } from "../ui/components/FailedPage";
import { followNewBuild } from "./newBuild";

/** In place of a page that failed: its files may be those of a build that the server has no more. */
export function PageFailure() {
  useEffect(() => void followNewBuild(), []);
  return <FailedPage onAgain={() => location.reload()} />;
}
