import type { MachineHealth } from "../../protocol/machineHealth";

/** What was found, to be sent to whoever helps; the server leaves names of people out. */
export function plainReport({
  version,
  up_s,
  checks,
  rooms,
  participants,
  busy_ratios,
}: MachineHealth): string {
  const lines = checks.map(
    ({ name, verdict, says, remedy }) => `${verdict}  ${name}: ${says}${remedy ? ` - do: ${remedy}` : ""}`,
  );
  const busy = busy_ratios.map((ratio) => `${Math.round(ratio * 100)} %`).join(", ");
  const now = `rooms ${rooms}, participants ${participants}, media threads busy ${busy || "-"}`;
  return [`Vestibule ${version}, up ${up_s} s`, ...lines, now, ""].join("\n");
}
