// What the two halves say to each other, as the page sees it: server/features/people/README.md. Knows nothing else.

/** What the page says. */
export type PeopleRequest =
  | { readonly type: "follow"; readonly client: number | null }
  | { readonly type: "look"; readonly file: number; readonly line: number }
  | { readonly type: "profile"; readonly name?: string; readonly colour?: number };

/** Somebody's tab asks everybody to look at a line. */
export interface Look {
  readonly client: number;
  readonly file: number;
  readonly line: number;
}

/** What the page is told. */
export type Told =
  | { readonly type: "follows"; readonly follower: number; readonly leader: number | null; readonly was: number | null }
  | ({ readonly type: "look" } & Look);
