// The pages of an innovation day: the live client first, then what each part of the day shows by it.
import "./live/channel.ts";
import "./live/timer.ts";
import "./day/here.ts";
import "./day/epics.ts";
import "./day/desk.ts";
import "./day/ideas.ts";
import "./day/file.ts";
import "./day/wall.ts";
import "./day/choosing.ts";
