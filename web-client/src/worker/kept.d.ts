/** What the build tells the worker (`build/worker.ts`). */
interface Kept {
  /** Other for each build. */
  version: string;
  /** Absolute paths: the page without a network, and what a call loads before and while it runs. */
  files: string[];
}

declare const __KEPT__: Kept;
