/** Steps on the way into a call. */
export type JoinStage =
  | "page"
  | "token"
  | "socket"
  | "offer"
  | "stun"
  | "ice"
  | "dtls"
  | "packet_in"
  | "packet_out"
  | "first_frame";
/** The steps that a client alone can see. */
export type JoinProgress = Extract<JoinStage, "page" | "first_frame">;
/** What is amiss with the way into a call. */
export type JoinAdvice =
  | "unreached"
  | "no_handshake"
  | "nothing_sent"
  | "nothing_arrives"
  | "no_frame"
  | "another_way";

/** How far somebody has come in joining. */
export interface Join {
  /** The furthest so far. */
  stage: JoinStage;
  /** The way that was chosen last. */
  path: {
    transport: "udp" | "tcp" | "turn_udp" | "turn_tcp" | "turn_tls";
    family: "ipv4" | "ipv6";
  } | null;
  /** Null where all is well. */
  advice: JoinAdvice | null;
}
