import type { frTeams } from "./frTeams";

/** English words of teams. */
export const enTeams: typeof frTeams = {
  teams: {
    list: "Teams",
    what: "Doctors of a team share their waiting room: each sees the patients left to the team and can take them over. Doctors who are in no team share among themselves.",
    none: "No team",
    noneText: "Without teams all doctors share one waiting room.",
    new: "New team",
    newTitle: "Create a team",
    nameHint: "For example the name of a department.",
    nameMissing: "Write the team’s name.",
    create: "Create the team",
    empty: "No doctor yet.",
    add: "Add a doctor",
    addTo: "Add a doctor to {{name}}",
    addTitle: "Add a doctor to {{name}}",
    nobodyElse: "All doctors are in this team already.",
    joined: "{{doctor}} is in the team {{name}}.",
    out: "Take out",
    takeOut: "Take {{doctor}} out of {{name}}",
    left: "{{doctor}} is no longer in the team {{name}}.",
    remove: "Remove",
    removeNamed: "Remove the team {{name}}",
    removed: "The team {{name}} is removed.",
    askTitle: "Remove the team {{name}}?",
    askText: "Its doctors stay, in no team.",
  },
};
