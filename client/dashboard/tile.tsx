// A figure with its name, as an entry of a list of such. Knows no figure.

interface TileProps {
  readonly name: string;
  readonly value: string;
  /** what is said of it in small letters */
  readonly note?: string | undefined;
}

export function Tile({ name, value, note }: TileProps) {
  return (
    <div class="tile">
      <dt>{name}</dt>
      <dd>
        {value}
        {note !== undefined && <small>{note}</small>}
      </dd>
    </div>
  );
}
