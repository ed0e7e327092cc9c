// Where the two servers are, as the browsers see them. `run.sh` gives the interfaces these addresses.

export const IPV4 = "http://10.77.0.1:8080";
export const IPV6 = "http://[fd77::1]:8080";
/** A scenario's own server, whose certificate nobody knows. */
export const TLS = "https://10.77.0.1:8443";
/** A scenario's own server on a host of its own. */
export const QUIET = "http://10.78.0.1:8090";
/** Its server knows this address from its settings alone: a router in front translates it. */
export const EXTERNAL = "http://203.0.113.7:8081";
