// Who follows whom, by the clients' numbers: each follows one at most, and never in a circle. Pure.

/** The client that is followed, by the one who follows. */
export type Follows = ReadonlyMap<number, number>;

export const NOBODY: Follows = new Map();

/**
 * After `follower` follows `leader` from now on. Where that would make a circle the newest wish counts: whoever in it followed
 * `follower` follows nobody any more.
 */
export function follow(follows: Follows, follower: number, leader: number): Follows {
  if (follower === leader) return stop(follows, follower);
  const next = new Map(follows).set(follower, leader);
  let last: number | undefined = leader;
  while (last !== undefined && next.get(last) !== follower) last = next.get(last);
  if (last !== undefined) next.delete(last);
  return next;
}

/** After the client follows nobody any more. */
export function stop(follows: Follows, follower: number): Follows {
  const next = new Map(follows);
  next.delete(follower);
  return next;
}

/** After the client has left: it follows nobody, and nobody follows it. */
export function leave(follows: Follows, client: number): Follows {
  const left = [...follows].filter(([follower, leader]) => follower !== client && leader !== client);
  return left.length === 0 ? NOBODY : new Map(left);
}

/** What is different, by the one who follows: first who follows somebody now, then who does not any more, which may be for that. */
export function changes(before: Follows, after: Follows): readonly { follower: number; was?: number; is?: number }[] {
  const followers = new Set([...before.keys(), ...after.keys()]);
  return [...followers]
    .flatMap((follower) => {
      const [was, is] = [before.get(follower), after.get(follower)];
      return was === is ? [] : [{ follower, ...(was !== undefined && { was }), ...(is !== undefined && { is }) }];
    })
    .toSorted((a, b) => Number(a.is === undefined) - Number(b.is === undefined));
}
