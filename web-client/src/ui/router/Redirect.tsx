import { useEffect } from "react";
import { useNavigate } from "./navigation";

interface RedirectProps {
  to: string;
  /** Where somebody wanted to go, for the page that sends them on. */
  from?: string;
}

/** Shows another page in place of this one. */
export function Redirect({ to, from }: RedirectProps) {
  const navigate = useNavigate();
  useEffect(() => navigate(to, { replace: true, state: from ? { from } : null }), [navigate, to, from]);
  return null;
}
