// The number on a button of what is new behind it. Knows only how many; the button's name says it in words.

const MOST = 99;

/** Nothing for 0. The button needs the class `badged`. */
export function Badge({ count }: { readonly count: number }) {
  if (count === 0) return null;
  return (
    <span class="badge" aria-hidden="true">
      {count > MOST ? `${MOST}+` : count}
    </span>
  );
}
