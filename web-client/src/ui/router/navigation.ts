import { createContext, useContext } from "react";

/** Where in the client somebody is: an address without its origin, and what the page before left for this one. */
export interface Address extends Readonly<Pick<Location, "pathname" | "search" | "hash">> {
  readonly state: unknown;
}

export interface Leaving {
  /** The page that is left cannot be come back to. */
  replace?: boolean | undefined;
  /** Left for the next page; must survive a structured clone. */
  state?: unknown;
}

export type Navigate = (to: string, leaving?: Leaving) => void;

/** The address bar, or what stands for it on another site's page. */
export interface Navigation {
  address: Address;
  /** Stays the same function. */
  navigate: Navigate;
  /** What a link to a page names. */
  hrefOf(to: string): string;
}

export const NavigationContext = createContext<Navigation | null>(null);

export function useNavigation(): Navigation {
  const navigation = useContext(NavigationContext);
  if (!navigation) throw new Error("a page stands outside NavigationContext");
  return navigation;
}

export function useAddress(): Address {
  return useNavigation().address;
}

export function useNavigate(): Navigate {
  return useNavigation().navigate;
}
