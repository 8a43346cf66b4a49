// The board as data: the state of its ideas, what events make of it, and what a page shows of one idea. Knows no page.
import type { Data } from "../live/showing.ts";

export interface Idea {
  number: number;
  theme: number;
  group: number | null;
  text: string;
  language: string;
  state: string;
  silent: boolean;
  late: boolean;
  from: [string, number][];
  files: { id: string; kind: string; caption: string }[];
  signs: { [sign: string]: number };
  mine?: boolean;
}

export interface Said {
  id: number;
  idea: number;
  text: string;
  language: string;
  hidden: boolean;
  mine?: boolean;
}

export interface Theme {
  id: number;
  name: { [language: string]: string };
}

export interface BoardState {
  ideas: Idea[];
  comments: Said[];
  my_signs: [number, string][];
  silent: { [theme: string]: number };
  themes: Theme[];
}

export const SILENT_FROM = 1_000_000_000;
const SIGNS = ["good", "need", "ask"];

/** What everybody knows of the ideas of a day, kept current by events: each says how a thing is, the last one wins. */
export class Board {
  ideas = new Map<number, Idea>();
  comments = new Map<number, Said>();
  mySigns = new Set<string>();
  silent: { [theme: string]: number } = {};
  themes: Theme[] = [];

  constructor(state: BoardState) {
    this.replace(state);
  }

  replace(state: BoardState): void {
    this.ideas = new Map(state.ideas.map((idea) => [idea.number, idea]));
    this.comments = new Map(state.comments.map((said) => [said.id, said]));
    this.mySigns = new Set(state.my_signs.map(([number, sign]) => `${number} ${sign}`));
    this.silent = state.silent;
    this.themes = state.themes;
  }

  /** Take an event in; false when it is about something else. */
  told(event: Data): boolean {
    switch (event.thing) {
      case "idea":
        this.#idea(event as unknown as Idea);
        return true;
      case "ideas":
        for (const idea of event.ideas as Idea[]) this.#idea(idea);
        return true;
      case "revealed":
        this.#revealed(event.ideas as Idea[]);
        return true;
      case "silent":
        this.silent = event.counts as { [theme: string]: number };
        return true;
      case "signs": {
        const idea = this.ideas.get(event.number as number);
        if (idea) idea.signs = event.signs as { [sign: string]: number };
        return true;
      }
      case "comment":
        this.#comment(event as unknown as Said);
        return true;
      default:
        return false;
    }
  }

  /** What a receipt tells whoever did the act: her own things, and the signs she gave. */
  received(kind: string, mine: Data, payload: Data): void {
    if (mine.idea) this.#idea(mine.idea as Idea);
    if (mine.comment) this.#comment(mine.comment as Said);
    const sign = `${String(payload.idea)} ${String(payload.sign)}`;
    if (kind === "react") this.mySigns.add(sign);
    if (kind === "unreact") this.mySigns.delete(sign);
  }

  get standing(): number {
    return [...this.ideas.values()].filter((idea) => idea.state === "standing" && !idea.silent).length;
  }

  get waiting(): number {
    return Object.values(this.silent).reduce((sum, count) => sum + count, 0);
  }

  /** Ideas as a page shows them, the newest first. */
  shown(keep: (idea: Idea) => boolean, language: string): Data[] {
    const kept = [...this.ideas.values()].filter(keep).sort((one, other) => other.number - one.number);
    const to = new Map<number, number[]>();
    for (const idea of [...this.ideas.values()].sort((one, other) => one.number - other.number)) {
      if (idea.state === "withdrawn") continue;
      for (const [, old] of idea.from) to.set(old, [...(to.get(old) ?? []), idea.number]);
    }
    const said = new Map<number, Said[]>();
    for (const one of this.comments.values()) {
      if (!one.hidden) said.set(one.idea, [...(said.get(one.idea) ?? []), one]);
    }
    return kept.map((idea) => this.#one(idea, to.get(idea.number) ?? [], said.get(idea.number) ?? [], language));
  }

  #one(idea: Idea, to: number[], said: Said[], language: string): Data {
    const sign: Data = {};
    for (const name of SIGNS) {
      const given = this.mySigns.has(`${idea.number} ${name}`);
      sign[name] = { count: idea.signs[name] || "", act: given ? "unreact" : "react", pressed: String(given) };
    }
    return {
      ...idea,
      theme_name: spoken(this.themes.find((theme) => theme.id === idea.theme)?.name ?? {}, language),
      shown_number: idea.number >= SILENT_FROM ? "" : idea.number,
      is_standing: idea.state === "standing",
      is_merged: idea.state === "merged",
      is_withdrawn: idea.state === "withdrawn",
      is_hidden: idea.state === "hidden",
      can_react: (idea.state === "standing" || idea.state === "merged") && !idea.silent,
      came_from: idea.from.map(([, number]) => number).join(", "),
      went_to: to.join(", "),
      said,
      said_count: said.length || "",
      sign,
    };
  }

  /** What was withdrawn or hidden comes without its words: whoever wrote it still has them. */
  #idea(told: Idea): void {
    const known = this.ideas.get(told.number);
    const idea = { ...known, ...told, mine: told.mine ?? known?.mine ?? false };
    if (known && idea.mine && !told.mine && (told.state === "withdrawn" || told.state === "hidden")) {
      idea.text = known.text;
      idea.files = known.files;
    }
    this.ideas.set(told.number, idea);
  }

  #comment(told: Said): void {
    const mine = told.mine ?? this.comments.get(told.id)?.mine ?? false;
    this.comments.set(told.id, { ...told, mine });
  }

  /** Hidden ideas got their numbers by lot: one's own are known again by their words. */
  #revealed(ideas: Idea[]): void {
    const own = [...this.ideas.values()].filter((idea) => idea.silent && idea.mine);
    for (const idea of own) if (idea.state !== "withdrawn") this.ideas.delete(idea.number);
    for (const idea of ideas) {
      const at = own.findIndex((one) => one.text === idea.text && one.theme === idea.theme);
      this.#idea(at >= 0 ? { ...idea, mine: true } : idea);
      if (at >= 0) own.splice(at, 1);
    }
    this.silent = {};
  }
}

/** A text in several languages, in the reader's when there is one, else in the first. */
export function spoken(texts: { [language: string]: string }, language: string): { text: string; language: string } {
  const found = texts[language] ? language : (Object.keys(texts)[0] ?? "");
  return { text: texts[found] ?? "", language: found };
}
