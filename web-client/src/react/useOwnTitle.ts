import { useEffect } from "react";

/** A call names the page after the other person; afterwards it is called as before. */
export function useOwnTitle(): void {
  useEffect(() => {
    const before = document.title;
    return () => {
      document.title = before;
    };
  }, []);
}
