// What features show in areas of the page, in the order of the features. Knows no layout.
import type { Area } from "../pageFeature.ts";
import type { RoomModel } from "./roomModel.ts";

interface AreasProps {
  readonly model: RoomModel;
  readonly of: readonly Area[];
}

/** All that is in one of these areas. */
export function Areas({ model, of }: AreasProps) {
  return [...model.features].flatMap(([name, { areas }]) =>
    of.map((area) => {
      const View = areas?.[area];
      return View && <View key={`${name} ${area}`} />;
    }),
  );
}
