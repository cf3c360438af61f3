/**
 * Widgets on a dashboard's grid.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */

/** Columns of the grid. */
export const COLUMNS = 24;

/** A widget without its place. */
export interface Widget {
  readonly type: "metric" | "alarm" | "log" | "text";
  readonly properties: Readonly<Record<string, unknown>>;
}

/** A widget in its place, in units of the grid. */
export interface PlacedWidget extends Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Widgets side by side, of one width and height; more than three go on below. */
export interface Row {
  readonly height: number;
  readonly widgets: readonly Widget[];
}

const MAX_IN_A_ROW = 3;

/** Places rows below each other. */
export function layOut(rows: readonly Row[]): readonly PlacedWidget[] {
  let y = 0;
  return rows.flatMap(wrapped).flatMap(({ height, widgets }) => {
    const width = Math.floor(COLUMNS / widgets.length);
    const placed = widgets.map((widget, index) => ({ ...widget, x: index * width, y, width, height }));
    y += height;
    return placed;
  });
}

function wrapped({ height, widgets }: Row): readonly Row[] {
  const lines = Math.ceil(widgets.length / MAX_IN_A_ROW);
  return Array.from({ length: lines }, (_, line) => ({
    height,
    widgets: widgets.slice(line * MAX_IN_A_ROW, (line + 1) * MAX_IN_A_ROW),
  }));
}
