/** A moment as `<input type="datetime-local">` has it, in the time zone of this device. */
export function localTime(at: Date): string {
  const two = (figure: number) => String(figure).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
